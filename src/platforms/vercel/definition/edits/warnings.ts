import { getOwn } from "../../../../get-own";
import type { Changeset } from "../../../adapter/edits/changeset";
import type { FlagAnswer } from "../../api/answers";
import type { EnvironmentBody } from "../../api/bodies";
import type { Batch } from "./batch";
import { reusedBy } from "./switches";

/** What is written but not served, and why. */
export function warningsOf(
  { slug }: FlagAnswer,
  batch: Batch,
  environments: Readonly<Record<string, EnvironmentBody>>,
): string[] {
  return [...batch.environments].flatMap(([name, wanted]) => {
    const body = getOwn(environments, name);
    if (!body || !changesAudiences(wanted)) return [];
    const { variantId } = body.pausedOutcome;
    const reused = reusedBy(body);
    return [
      ...(!body.active && wanted.killed === undefined
        ? [`${slug} is paused in ${name}: everybody gets "${variantId}" until it is resumed: set killed = false.`]
        : []),
      ...(reused !== "" && wanted.settings.vercel?.reuse === undefined
        ? [
            `${slug} reuses ${reused} in ${name}: the definition of ${name} itself is not served until that ends (vercel = { reuse = "" }).`,
          ]
        : []),
    ];
  });
}

function changesAudiences({ default: byDefault, rules, segments, identities }: Changeset): boolean {
  return byDefault !== undefined || rules !== undefined || segments.puts.size > 0 || identities.puts.size > 0;
}

/** `kept`: variants that were to be removed and are still used, with their uses. */
export function keptVariants(kept: ReadonlyMap<string, readonly string[]>): string[] {
  return [...kept].map(
    ([id, uses]) =>
      `The variant "${id}" is kept for now because it is still used: ${uses.join(", ")}. It is removed with its last use in this run; otherwise apply again after that.`,
  );
}
