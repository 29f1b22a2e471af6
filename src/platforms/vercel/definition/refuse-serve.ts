import type { Rollout, Serve, Split } from "../../model/audience";
import { parseEntity } from "../api/entity";

/** Why Vercel would refuse or change what is to be served. */
export function refuseServe(serve: Serve): string | undefined {
  if (serve.kind === "split") return refuseSplit(serve) ?? refuseBucket(serve);
  if (serve.kind === "rollout") return refuseRollout(serve) ?? refuseBucket(serve);
  return undefined;
}

function refuseSplit({ weights, control }: Split): string | undefined {
  if (control !== null && control !== 0)
    return "Vercel has no control share: every share is a variant's. Give the share to a separate variant.";
  if (Object.values(weights).some((weight) => weight < 0)) return "A share cannot be less than 0.";
  if (Object.values(weights).every((weight) => weight === 0)) return "At least one variant must have a share.";
  return undefined;
}

function refuseBucket({ bucketBy }: Split | Rollout): string | undefined {
  if (bucketBy === null || parseEntity(bucketBy)) return undefined;
  return `Vercel buckets by an attribute of an entity, and "${bucketBy}" is not one. Write "user.${bucketBy}", or another entity kind before the dot.`;
}

function refuseRollout({ from, to, start, stages }: Rollout): string | undefined {
  if (from === to) return `A rollout leads from one variant to another, and both are "${from}".`;
  if (Number.isNaN(Date.parse(start))) return `"${start}" is not a time. Write it as 2027-01-11T09:00:00Z.`;
  if (stages.length === 0) return "A rollout needs at least one stage; after the last one everybody gets the new variant.";
  let before = 0;
  for (const { percentage, minutes } of stages) {
    if (percentage >= 100)
      return "After the last stage everybody gets the new variant: remove the stage of 100 %, and end with a smaller one.";
    if (percentage <= before)
      return `Each stage must be larger than the one before it, and ${percentage} % follows ${before} %.`;
    if (Math.abs(percentage * 1000 - Math.round(percentage * 1000)) > 1e-6)
      return `Vercel stores three decimals of a percentage, and ${percentage} has more. Round it.`;
    if (minutes <= 0 || !Number.isInteger(minutes)) return "A stage must last a whole number of minutes, at least one.";
    before = percentage;
  }
  return undefined;
}
