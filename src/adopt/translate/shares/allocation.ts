import { OFF } from "../../../platforms/model/variant";
import type { Move } from "../move";
import { type MovedAudience, type MovedFlag, type MovedUnit, unitName } from "../project/project";
import { servedTo, serving, splitOf, weightsOf } from "./served";

/**
 * A share of users that the flag applies to becomes a part of each split: those outside of it get what is served where the flag is off.
 * On Split it is about rules, the default and segments with a split; on Mixpanel about the default alone, and the others get the
 * application's own fallback.
 */
export function withoutAllocation(flag: MovedFlag, move: Move): MovedFlag {
  return { ...flag, units: flag.units.map((unit) => (unit.allocation >= 100 ? unit : scaledUnit(unit, flag, move))) };
}

function scaledUnit(unit: MovedUnit, flag: MovedFlag, { from, to, losses }: Move): MovedUnit {
  const what = unitName(flag, unit);
  const { allocation } = unit;
  const outside = flag.type === "boolean" ? OFF : unit.whenOff;
  if (outside === null) {
    losses.lose(
      what,
      `only ${String(allocation)} % of the users are part of the rollout, and the others get the application's own fallback, which ${to.title} has no share for. Here everybody is. To keep it, add a variant with the fallback's value, and give it ${String(100 - allocation)} %.`,
      from.name === "mixpanel" ? [{ kind: "everyone" }] : undefined,
    );
    return { ...unit, allocation: 100 };
  }
  const scaled = <A extends MovedAudience>(audience: A): A => {
    const serve = servedTo(audience, flag);
    const weights = serve && weightsOf(serve);
    if (!serve || audience.enabled === false) return audience;
    if (!weights) {
      losses.lose(
        what,
        `the ${String(allocation)} % of users that it applies to are not carried over: what it serves is no split.`,
      );
      return audience;
    }
    const parts = new Map([...weights].map(([key, share]) => [key, (share * allocation) / 100] as const));
    parts.set(outside, (parts.get(outside) ?? 0) + 100 - allocation);
    const options = serve.kind === "split" ? { bucketBy: serve.bucketBy, otherwise: serve.otherwise } : {};
    return serving(audience, splitOf(parts, options), flag);
  };
  losses.note(
    what,
    `it applies to ${String(allocation)} % of the users: the other ${String(100 - allocation)} % are a share of "${outside}" here.`,
  );
  const isSplit = ({ serve }: MovedAudience): boolean => serve?.kind === "split";
  const everywhere = from.name === "split";
  return {
    ...scaled(unit),
    allocation: 100,
    rules: everywhere ? unit.rules.map(scaled) : unit.rules,
    segments: everywhere ? unit.segments.map((each) => (isSplit(each) ? scaled(each) : each)) : unit.segments,
  };
}
