import type { Serve } from "../../platforms/model/audience";
import type { Fact } from "../../serving/fact";
import type { World, WorldDefinition } from "../../serving/world/world";
import type { UnitFacts } from "./unit-facts";
import type { UnitSides } from "./unit-sides";

/** Whether people fall into other shares than before, whatever the percentages are: another seed, another attribute, another flag. */
export function isReshuffled({ unit, change, before, after }: UnitSides, facts: UnitFacts): boolean {
  const flag = (world: World | undefined) => world?.flags.get(unit.flag);
  const [was, is] = [flag(change.before), flag(change.after)];
  if (was && is && (differs(was.seed, is.seed) || differs(was.context, is.context))) return true;
  const isReplaced = facts.flagEffects(unit.flag).some(({ instance }) => instance.action === "replace");
  const [one, other] = [bucketOf(before), bucketOf(after)];
  return isReplaced || (one !== undefined && other !== undefined && one !== other);
}

function differs(one: Fact<unknown>, other: Fact<unknown>): boolean {
  return one.known && other.known && one.value !== other.value;
}

/** What everyone is bucketed by. A split that begins or ends is no reshuffle. */
function bucketOf(definition: WorldDefinition | undefined): string | undefined {
  const serve: Serve | null = definition?.serve.known ? definition.serve.value : null;
  return serve?.kind === "split" || serve?.kind === "rollout" ? (serve.bucketBy ?? "") : undefined;
}
