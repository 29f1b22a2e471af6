import type { Rollout, Serve } from "../../../platforms/model/audience";
import type { Move } from "../move";
import { mapAudiences, type MovedFlag, unitName } from "../project/project";
import { splitOf } from "./served";

const MINUTE = 60_000;

/** A rollout by time, where there is none, becomes the split that it is now. */
export function withoutRollouts(flag: MovedFlag, { to, losses, now }: Move): MovedFlag {
  if (to.capabilities.rollouts.can) return flag;
  const { nearest } = to.capabilities.rollouts;
  return {
    ...flag,
    units: flag.units.map((unit) =>
      mapAudiences(unit, (audience, place, name) => {
        if (audience.serve?.kind !== "rollout") return audience;
        const serve = rolloutAt(audience.serve, now);
        const shares = serve.kind === "split" ? JSON.stringify(serve.weights) : "everybody";
        losses.lose(
          unitName(flag, unit),
          `${place}: the rollout from "${audience.serve.from}" to "${audience.serve.to}" stays where it is now (${shares}). ${nearest}`,
          [name],
        );
        return { ...audience, serve };
      }),
    ),
  };
}

function rolloutAt({ from, to, start, stages, bucketBy, otherwise }: Rollout, now: number): Serve {
  let stageEnds = Date.parse(start);
  if (now < stageEnds) return { kind: "variant", variant: from };
  for (const { percentage, minutes } of stages) {
    stageEnds += minutes * MINUTE;
    if (now < stageEnds)
      return splitOf(
        new Map([
          [to, percentage],
          [from, 100 - percentage],
        ]),
        { bucketBy, otherwise },
      );
  }
  return { kind: "variant", variant: to };
}
