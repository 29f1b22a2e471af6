import { asText, type FlagValue } from "../../../platforms/model/flag-value";
import type { Variant } from "../../../platforms/model/variant";
import type { Move } from "../move";
import { audiencesOf, mapAudiences, type MovedFlag } from "../project/project";

/** Where a type of values does not exist, the same values as text. */
export function withAcceptedValues(flag: MovedFlag, { to, losses }: Move): MovedFlag {
  if (flag.type === "boolean" || flag.type === "string") return flag;
  const why = valuesOf(flag)
    .map((value) => to.refuseValue(value))
    .find((each) => each !== undefined);
  if (why === undefined) return flag;
  losses.lose(
    `flag ${flag.key}`,
    `its values are text here, and not of the type ${flag.type}: applications have to read them. ${why}`,
    [],
  );
  const named = (variant: Variant): Variant => ({ ...variant, value: asText(variant.value) });
  return {
    ...flag,
    type: "string",
    variants: flag.variants.map(named),
    units: flag.units.map((unit) =>
      mapAudiences({ ...unit, variants: unit.variants && unit.variants.map(named) }, (audience) => {
        const { serve, own } = audience;
        const control = own && { own: asText(own) };
        if (serve?.kind !== "value") return { ...audience, ...control };
        return { ...audience, ...control, serve: { ...serve, value: asText(serve.value) } };
      }),
    ),
  };
}

function valuesOf({ variants, units }: MovedFlag): readonly FlagValue[] {
  const served = units.flatMap(audiencesOf);
  return [
    ...[...variants, ...units.flatMap((unit) => unit.variants ?? [])].map(({ value }) => value),
    ...served.flatMap(({ serve }) => (serve?.kind === "value" ? [serve.value] : [])),
  ];
}
