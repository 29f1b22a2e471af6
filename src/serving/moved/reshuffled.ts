import type { Serve } from "../../platforms/model/audience";
import type { Fact } from "../fact";
import type { World, WorldDefinition } from "../world/world";
import type { Unit } from "./slice";

/** Whether people fall into other shares than before, whatever the percentages are: another seed, or another attribute. */
export function isBucketedAnew(before: World | undefined, after: World | undefined, unit: Unit): boolean {
  const [was, is] = [before?.flags.get(unit.flag), after?.flags.get(unit.flag)];
  if (was && is && (differs(was.seed, is.seed) || differs(was.context, is.context))) return true;
  const definition = (world: World | undefined) => world?.definitions.get(unit.environment)?.get(unit.flag);
  const [one, other] = [bucketOf(definition(before)), bucketOf(definition(after))];
  return one !== undefined && other !== undefined && one !== other;
}

function differs(one: Fact<unknown>, other: Fact<unknown>): boolean {
  return one.known && other.known && one.value !== other.value;
}

/** What everyone is bucketed by. A split that begins or ends is no reshuffle. */
function bucketOf(definition: WorldDefinition | undefined): string | undefined {
  const serve: Serve | null = definition?.serve.known ? definition.serve.value : null;
  return serve?.kind === "split" || serve?.kind === "rollout" ? (serve.bucketBy ?? "") : undefined;
}
