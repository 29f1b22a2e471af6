import type { FlagValue } from "../../../platforms/model/flag-value";
import type { Move } from "../move";
import { audiencesOf, mapAudiences, type MovedFlag } from "../project/project";

/** Where any value can be served, a flag whose variants are never split needs none: its values say the same, in fewer words. */
export function withVariantsAsValues(flag: MovedFlag, { to }: Move): MovedFlag {
  if (!to.capabilities.freeValues.can || flag.type === "boolean" || isSplit(flag)) return flag;
  const values = new Map(flag.variants.map(({ key, value }) => [key, value]));
  const units = flag.units.map((unit) =>
    mapAudiences(unit, (audience) => {
      const value = audience.serve?.kind === "variant" ? values.get(audience.serve.variant) : undefined;
      return value ? { ...audience, serve: asServe(value) } : audience;
    }),
  );
  return { ...flag, variants: [], units };
}

function isSplit({ units }: MovedFlag): boolean {
  return units.flatMap(audiencesOf).some(({ serve }) => serve?.kind === "split");
}

function asServe(value: FlagValue): { readonly kind: "value"; readonly value: FlagValue } {
  return { kind: "value", value };
}
