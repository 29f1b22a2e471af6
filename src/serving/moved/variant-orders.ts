import type { Serve } from "../../platforms/model/audience";
import { mapFact } from "../fact";
import type { World, WorldDefinition } from "../world/world";
import type { Slice, Unit } from "./slice";
import { withDefinition } from "./with-definition";

/** More variants in one split are not tried in all orders. */
const MOST_VARIANTS = 5;

/**
 * The orders in which the platform may hold the variants: people fall into shares from the first to the last, so that of three or more
 * the order decides how many move. Undefined: too many.
 */
export function variantOrders(sides: readonly Slice[], unit: Unit): readonly (readonly string[])[] | undefined {
  const keys = [...new Set(sides.flatMap(({ world }) => definitionIn(world, unit)).flatMap(splitVariants))].sort();
  if (keys.length <= 2) return [keys];
  return keys.length > MOST_VARIANTS ? undefined : permutations(keys);
}

/** The same with the variants in this order. */
export function inOrder({ world, person }: Slice, unit: Unit, order: readonly string[]): Slice {
  const [definition] = definitionIn(world, unit);
  if (!definition || order.length === 0) return { world, person };
  const audience = <T extends Pick<WorldDefinition, "serve">>(each: T): T => ({
    ...each,
    serve: mapFact(each.serve, (serve) => placed(serve, order)),
  });
  const { rules, segmentOverrides, identityOverrides, ids } = definition;
  const sorted: WorldDefinition = {
    ...audience(definition),
    rules: mapFact(rules, (all) => all.map(audience)),
    segmentOverrides: { ...segmentOverrides, entries: segmentOverrides.entries.map(audience) },
    identityOverrides: { ...identityOverrides, entries: identityOverrides.entries.map(audience) },
    ids: { ...ids, variantOrder: order },
  };
  return { world: withDefinition(world, sorted), person };
}

function definitionIn({ definitions }: World, { environment, flag }: Unit): readonly WorldDefinition[] {
  const found = definitions.get(environment)?.get(flag);
  return found ? [found] : [];
}

function splitVariants(definition: WorldDefinition): readonly string[] {
  const { rules, segmentOverrides, identityOverrides } = definition;
  const audiences = [
    definition,
    ...(rules.known ? rules.value : []),
    ...segmentOverrides.entries,
    ...identityOverrides.entries,
  ];
  return audiences.flatMap(({ serve }) => {
    if (!serve.known || serve.value === null) return [];
    if (serve.value.kind === "rollout") return [serve.value.from, serve.value.to];
    return serve.value.kind === "split" ? Object.keys(serve.value.weights) : [];
  });
}

function placed(serve: Serve | null, order: readonly string[]): Serve | null {
  if (serve?.kind !== "split") return serve;
  const entries = Object.entries(serve.weights).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  return { ...serve, weights: Object.fromEntries(entries) };
}

function permutations(keys: readonly string[]): readonly (readonly string[])[] {
  if (keys.length <= 1) return [keys];
  return keys.flatMap((first) => permutations(keys.filter((each) => each !== first)).map((rest) => [first, ...rest]));
}
