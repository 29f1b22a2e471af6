import { asText } from "../../../platforms/model/flag-value";
import { OFF, ON, type Variant } from "../../../platforms/model/variant";
import type { Move } from "../move";
import { audiencesOf, mapAudiences, type MovedAudience, type MovedFlag, type MovedUnit } from "./project";

/**
 * A flag without another type: boolean, with `enabled` alone where nothing is split. One that serves something else than on and off, as a
 * platform allows that stores no types, serves texts.
 */
export function switched(flag: MovedFlag, { losses }: Pick<Move, "losses">): MovedFlag {
  const served = flag.units.flatMap(audiencesOf).map(({ serve }) => serve);
  const isSwitch = served.every((serve) => {
    if (serve === null) return true;
    if (serve.kind === "value") return serve.value.kind === "boolean";
    return namedIn(serve).every((key) => key === ON || key === OFF);
  });
  if (isSwitch) return asSwitch(flag);
  losses.lose(
    `flag ${flag.key}`,
    "it serves values of several types there, or more than on and off: here all of them are texts.",
  );
  return asTexts(flag);
}

function namedIn(serve: Exclude<NonNullable<MovedAudience["serve"]>, { readonly kind: "value" }>): readonly string[] {
  if (serve.kind === "variant") return [serve.variant];
  return serve.kind === "split" ? Object.keys(serve.weights) : [serve.from, serve.to];
}

function asSwitch(flag: MovedFlag): MovedFlag {
  const units = flag.units.map((unit) =>
    mapAudiences(unit, (audience) => {
      const { serve, enabled } = audience;
      if (serve?.kind === "value")
        return { ...audience, enabled: enabled !== false && serve.value.value === true, serve: null };
      if (serve?.kind !== "variant") return audience;
      return { ...audience, enabled: enabled !== false && serve.variant === ON, serve: null };
    }),
  );
  return { ...flag, variants: [], units };
}

function asTexts(flag: MovedFlag): MovedFlag {
  const implied = [ON, OFF].map((key): Variant => ({ key, value: { kind: "string", value: key }, description: null }));
  const named = (variants: readonly Variant[]): readonly Variant[] => {
    const stated = variants.map((each): Variant => ({ ...each, value: asText(each.value) }));
    return [...stated, ...implied.filter(({ key }) => stated.every((each) => each.key !== key))];
  };
  // Split always has a variant for what is off.
  const offOf = ({ whenOff, variants }: MovedUnit): string | null => whenOff ?? (variants ? OFF : null);
  const usesVariants = flag.variants.length > 0 || flag.units.some(({ variants }) => variants !== null);
  const units = flag.units.map((unit) =>
    mapAudiences({ ...unit, whenOff: offOf(unit), variants: unit.variants && named(unit.variants) }, (audience) => {
      const { serve, enabled } = audience;
      if (serve?.kind === "value") return { ...audience, serve: { ...serve, value: asText(serve.value) } };
      if (serve !== null || !usesVariants || enabled === null) return audience;
      return { ...audience, enabled: true, serve: { kind: "variant", variant: enabled ? ON : OFF } as const };
    }),
  );
  return { ...flag, type: "string", variants: usesVariants ? named(flag.variants) : [], units };
}
