import { sameValue } from "../../platforms/model/flag-value";
import { everyCourse } from "../chance/chance";
import { fits, supposals } from "../chance/supposals";
import { ANSWER_LIMIT } from "../combine";
import type { EvaluateOptions } from "../evaluate";
import type { Fact } from "../fact";
import { PLATFORM_SERVING } from "../platforms/by-name";
import type { Leaf } from "../serve/leaf";
import type { Slice, Unit } from "./slice";
import { inOrder, variantOrders } from "./variant-orders";

/** More facts that nobody knows are not tried in all combinations. */
const MOST_FACTS = 8;

/**
 * The share of an audience that is served something else, 0 to 100; null where it depends on something that is not known. Both sides are
 * evaluated for the same people, and everybody stays in one bucket. Where it depends on the order in which the platform holds the variants,
 * it is the largest possibility.
 */
export function movedShare(before: Slice, after: Slice, unit: Unit, options: EvaluateOptions = {}): number | null {
  const orders = variantOrders([before, after], unit);
  const shares = (orders ?? []).map((order) =>
    movedInOrder(inOrder(before, unit, order), inOrder(after, unit, order), unit, options),
  );
  const known = shares.filter((each) => each !== null);
  return shares.length > 0 && known.length === shares.length ? Math.max(...known) : null;
}

function movedInOrder(before: Slice, after: Slice, unit: Unit, { at, sdk }: EvaluateOptions): number | null {
  const courses = everyCourse((chance) => {
    const leaf = ({ world, person }: Slice): Leaf | undefined => {
      const definition = world.definitions.get(unit.environment)?.get(unit.flag);
      const flag = world.flags.get(unit.flag);
      const { serve } = PLATFORM_SERVING[world.platform];
      const open = { at, sdk, open: [], assume: () => undefined };
      return definition && serve({ serve, world, definition, flag, person, chance, ...open });
    };
    return moves(leaf(before), leaf(after));
  }, ANSWER_LIMIT);
  if (!courses || courses.some(({ result }) => result === undefined)) return null;
  const facts = [...new Set(courses.flatMap((each) => [...each.facts.keys()]))];
  if (facts.length > MOST_FACTS) return null;
  const shares = supposals(facts).map((holding) => {
    const fitting = courses.filter((each) => fits(each.facts, holding));
    return fitting.reduce((sum, { share, result }) => (result ? sum + share * 100 : sum), 0);
  });
  const [first = 0] = shares;
  return shares.every((each) => Math.abs(each - first) < 1e-6) ? Number(first.toFixed(6)) : null;
}

/** Undefined: not known. One part that differs is enough. */
function moves(before: Leaf | undefined, after: Leaf | undefined): boolean | undefined {
  if (!before || !after) return undefined;
  const [enabled, variant] = [differs(before.enabled, after.enabled), differs(before.variant, after.variant)];
  const value = otherValue(before, after, variant);
  const parts = [enabled, variant, value];
  if (parts.includes(true)) return true;
  return parts.includes(undefined) ? undefined : false;
}

/** A variant whose value another stack has keeps it. */
function otherValue(before: Leaf, after: Leaf, otherVariant: boolean | undefined): boolean | undefined {
  if (before.value.known && after.value.known) return !sameValue(before.value.value, after.value.value);
  const isNamed = before.variant.known && before.variant.value !== null;
  const areElsewhere = [before.value, after.value].every((each) => !each.known && each.why === "elsewhere");
  return isNamed && otherVariant === false && areElsewhere ? false : undefined;
}

function differs(one: Fact<unknown>, other: Fact<unknown>): boolean | undefined {
  return one.known && other.known ? one.value !== other.value : undefined;
}
