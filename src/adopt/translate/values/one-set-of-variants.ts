import { getOwn, setOwn } from "../../../get-own";
import type { Serve } from "../../../platforms/model/audience";
import { sameValue } from "../../../platforms/model/flag-value";
import type { Variant } from "../../../platforms/model/variant";
import type { Move } from "../move";
import { mapAudiences, type MovedFlag, type MovedUnit, unitName } from "../project/project";

/**
 * Where definitions have variants of their own and the other platform keeps one set for all environments: those of all. A key that stands
 * for different values gets the environment's name.
 */
export function withOneSetOfVariants(flag: MovedFlag, { to, losses }: Move): MovedFlag {
  const own = flag.units.some(({ variants }) => variants !== null);
  if (!own || flag.type === "boolean") return { ...flag, units: flag.units.map((unit) => ({ ...unit, variants: null })) };
  if (to.capabilities.definitionVariants.can) return flag;
  const all = new Map(flag.variants.map((each) => [each.key, each]));
  const units = flag.units.map((unit) => {
    const renamed: Record<string, string> = {};
    for (const variant of unit.variants ?? []) {
      const known = all.get(variant.key);
      if (!known || sameValue(known.value, variant.value)) all.set(variant.key, known ?? variant);
      else {
        const key = `${variant.key}-${unit.environment}`;
        setOwn(renamed, variant.key, key);
        all.set(key, { ...variant, key });
        losses.note(
          unitName(flag, unit),
          `the variant "${variant.key}" has another value in other environments, and is "${key}" here: ${to.title} keeps one set of variants for all of them.`,
        );
      }
    }
    return { ...renamedIn(unit, renamed), variants: null };
  });
  return { ...flag, variants: [...all.values()], units };
}

/** The unit with other keys for variants, wherever it names them. */
export function renamedIn(unit: MovedUnit, keys: Readonly<Record<string, string>>): MovedUnit {
  if (Object.keys(keys).length === 0) return unit;
  const named = (key: string): string => getOwn(keys, key) ?? key;
  const whenOff = unit.whenOff === null ? null : named(unit.whenOff);
  const variants = unit.variants && unit.variants.map((each): Variant => ({ ...each, key: named(each.key) }));
  return mapAudiences({ ...unit, whenOff, variants }, (audience) => {
    return { ...audience, serve: audience.serve && renamedServe(audience.serve, named) };
  });
}

function renamedServe(serve: Serve, named: (key: string) => string): Serve {
  switch (serve.kind) {
    case "value":
      return serve;
    case "variant":
      return { ...serve, variant: named(serve.variant) };
    case "split": {
      const weights = Object.fromEntries(Object.entries(serve.weights).map(([key, share]) => [named(key), share]));
      return { ...serve, weights, otherwise: serve.otherwise && named(serve.otherwise) };
    }
    case "rollout":
      return {
        ...serve,
        from: named(serve.from),
        to: named(serve.to),
        otherwise: serve.otherwise && named(serve.otherwise),
      };
  }
}
