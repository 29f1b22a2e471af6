import type { Move } from "./move";
import type { MovedFlag } from "./project/project";
import { withoutAllocation } from "./shares/allocation";
import { withFittingShares } from "./shares/fitting-shares";
import { withoutRollouts } from "./shares/rollouts";
import { asRules } from "./targeting/as-rules";
import { asSegments } from "./targeting/as-segments";
import { withIdentitiesAlone, withListedPeople } from "./targeting/listed-people";
import type { MovedSegments } from "./targeting/moved-segments";
import { withOffAs } from "./targeting/off";
import { withAcceptedValues } from "./values/accepted-values";
import { withOneSetOfVariants } from "./values/one-set-of-variants";
import { withValuesAsVariants } from "./values/values-as-variants";
import { withAcceptedKeys } from "./values/variant-keys";
import { withVariantsAsValues } from "./values/variants-as-values";

type FlagStep = (flag: MovedFlag, move: Move) => MovedFlag;

/** In this order: each takes away something that those behind it then need not know. */
const STEPS: readonly FlagStep[] = [
  withoutRollouts,
  withOneSetOfVariants,
  withAcceptedValues,
  withAcceptedKeys,
  withValuesAsVariants,
];

/** A flag with all its environments. Undefined: nobody is served it any more. */
export function translateFlag(flag: MovedFlag, move: Move, segments: MovedSegments): MovedFlag | undefined {
  // While it is still known what off serves.
  const served = withOffAs(withoutAllocation(flag, move), move);
  if (!served) return undefined;
  const stepped = STEPS.reduce((each, step) => step(each, move), served);
  const target = move.to.capabilities.rules.can ? asRules : asSegments;
  const units = stepped.units.map((unit) =>
    target(withListedPeople(withIdentitiesAlone(unit, stepped, move), stepped, move, segments), stepped, move, segments),
  );
  const targeted = { ...stepped, units };
  return withVariantsAsValues(withFittingShares(targeted, move), move);
}
