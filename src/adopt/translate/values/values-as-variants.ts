import { getOwn } from "../../../get-own";
import type { Serve } from "../../../platforms/model/audience";
import { type FlagValue, sameValue, textOf } from "../../../platforms/model/flag-value";
import { OFF, type Variant } from "../../../platforms/model/variant";
import type { Move } from "../move";
import { mapAudiences, type MovedFlag, type MovedUnit, unitName } from "../project/project";
import { acceptedKey } from "./variant-keys";

/** Where only variants are served, each value that is served somewhere becomes one. */
export function withValuesAsVariants(flag: MovedFlag, move: Move): MovedFlag {
  const { to, losses } = move;
  if (to.capabilities.freeValues.can || flag.type === "boolean") return flag;
  const variants: Variant[] = [...flag.variants];
  const accepts = (key: string): boolean =>
    variants.every((each) => each.key !== key) && to.refuseName?.("variant", key) === undefined;
  const keyOf = (value: FlagValue): string => {
    const known = variants.find((each) => sameValue(each.value, value));
    if (known) return known.key;
    const key = acceptedKey(textOf(value), accepts);
    variants.push({ key, value, description: null });
    return key;
  };
  const units = flag.units.map((unit) => {
    const served = mapAudiences(unit, (audience, place, name) => {
      const { serve } = audience;
      if (serve?.kind === "value") return { ...audience, serve: { kind: "variant", variant: keyOf(serve.value) } as Serve };
      if (serve?.kind !== "split" || serve.control === null || serve.control === 0) return audience;
      if (audience.own !== undefined) {
        const key = keyOf(audience.own);
        const weights = { ...serve.weights, [key]: (getOwn(serve.weights, key) ?? 0) + serve.control };
        return { ...audience, serve: { ...serve, control: null, weights } };
      }
      losses.lose(
        unitName(flag, unit),
        `${place}: ${String(serve.control)} % get the flag's own value there, which is empty or not known, and ${to.title} has no such share. Give it to a variant with that value.`,
        [name],
      );
      return null;
    });
    return withOff(served, flag, move);
  });
  if (to.refuseVariants?.(variants, flag.type) !== undefined && variants.length === 1) {
    const [only] = variants;
    if (only && accepts(OFF)) variants.push({ ...only, key: OFF, description: null });
  }
  return { ...flag, variants, units };
}

const EVERYONE = [{ kind: "everyone" }] as const;

/**
 * Off with a value: the application gets both on Flagsmith. Where off is a variant, it is the one with this value; others that are off
 * with another value are served that.
 */
function withOff(unit: MovedUnit, flag: MovedFlag, { from, to, losses }: Move): MovedUnit {
  if (from.name !== "flagsmith") return unit;
  if (!to.capabilities.whenOff.can) return withoutOff(unit, flag, { to, losses });
  if (unit.serve === null && unit.whenOff === null) {
    const always = `${to.title} always serves a variant`;
    if (unit.enabled === true)
      losses.lose(unitName(flag, unit), `it has no value there. ${always}: set \`serve\`.`, EVERYONE);
    if (unit.enabled === false)
      losses.note(unitName(flag, unit), `it has no value there, and is off. ${always}: \`when_off\` says which.`);
  }
  const whenOff = unit.enabled === false && unit.serve?.kind === "variant" ? unit.serve.variant : unit.whenOff;
  return mapAudiences({ ...unit, whenOff }, (audience, place, name) => {
    const { enabled, serve } = audience;
    if (enabled !== false || serve === null || (serve.kind === "variant" && serve.variant === whenOff)) return audience;
    losses.lose(
      unitName(flag, unit),
      `${place}: it is off there, with a value of its own. ${to.title} has one variant for what is off: here the value is served, as if it were on.`,
      [name],
    );
    return { ...audience, enabled: true };
  });
}

/** Where a flag with values is off for everyone or for nobody, those for whom it was off get their value. */
function withoutOff(unit: MovedUnit, flag: MovedFlag, { to, losses }: Pick<Move, "to" | "losses">): MovedUnit {
  return mapAudiences(unit, (audience, place, name) => {
    if (audience.enabled !== false || name.kind === "everyone") return audience;
    const instead = audience.serve === null ? "what is off is the variant that it takes for control" : "its value is served";
    losses.lose(
      unitName(flag, unit),
      `${place}: it is off there. ${to.title} cannot turn a flag with values off for some users: ${instead}.`,
      [name],
    );
    return audience.serve === null ? audience : { ...audience, enabled: true };
  });
}
