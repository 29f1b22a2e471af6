import { isBucketedAnew } from "../../serving/moved/reshuffled";
import type { UnitFacts } from "./unit-facts";
import type { UnitSides } from "./unit-sides";

/** Whether people fall into other shares than before, whatever the percentages are: a replaced flag has another id, which is hashed. */
export function isReshuffled({ unit, change }: UnitSides, facts: UnitFacts): boolean {
  const isReplaced = facts.flagEffects(unit.flag).some(({ instance }) => instance.action === "replace");
  return isReplaced || isBucketedAnew(change.before, change.after, unit);
}
