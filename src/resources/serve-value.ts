import { sameValue, type FlagValue } from "../platforms/flag-value";
import { error, type Diagnostic, type Path } from "../terraform/diagnostic";
import type { ObjectOf } from "../terraform/schema";
import { Decimal, isUnknown, type Unknown } from "../terraform/value";
import type { serveType, valueType } from "./serve-attribute";

/** Between the `serve` and `value` attributes and the neutral {@link FlagValue}. */

export type ValueAttribute<U = never> = ObjectOf<(typeof valueType)["attributes"], U>;
export type ServeAttribute<U = never> = ObjectOf<(typeof serveType)["attributes"], U>;

const KINDS = ["boolean", "string", "integer", "number", "json"] as const;

/** The value a known attribute says. */
export function flagValueOf(attribute: ValueAttribute): FlagValue | undefined {
  if (attribute.boolean !== null) return { kind: "boolean", value: attribute.boolean };
  if (attribute.string !== null) return { kind: "string", value: attribute.string };
  if (attribute.integer !== null) return { kind: "integer", value: attribute.integer };
  if (attribute.number !== null) return { kind: "number", value: attribute.number.text };
  if (attribute.json !== null) return { kind: "json", value: attribute.json };
  return undefined;
}

/** The value a known `serve` says; undefined where it says none (no `serve`, a variant, a split). */
export function servedValue(serve: ServeAttribute | null): FlagValue | undefined {
  return serve?.value ? flagValueOf(serve.value) : undefined;
}

/**
 * The value that must be written to come from one `serve` to another; undefined where nothing must. An import cannot tell a
 * number or JSON from a string on a platform that has only strings: to say it now is no change of what is served.
 */
export function changedValue(before: ServeAttribute | null, after: ServeAttribute | null): FlagValue | undefined {
  const value = servedValue(after);
  const base = servedValue(before);
  if (!value || !base) return value;
  return (base.kind === value.kind || base.kind === "string") && sameValue(base, value) ? undefined : value;
}

/** A value in the attribute's form. */
export function valueAttribute(value: FlagValue): ValueAttribute {
  return {
    boolean: value.kind === "boolean" ? value.value : null,
    string: value.kind === "string" ? value.value : null,
    integer: value.kind === "integer" ? value.value : null,
    number: value.kind === "number" ? new Decimal(value.value) : null,
    json: value.kind === "json" ? value.value : null,
  };
}

/** What a read answers for `serve`: the state's own spelling where the platform still serves the same. */
export function readServe(state: ServeAttribute | null, remote: FlagValue | null, fill: boolean): ServeAttribute | null {
  if (state === null && !fill) return null;
  if (remote === null) return null;
  const stated = servedValue(state);
  if (stated && sameValue(stated, remote)) return state;
  return { value: valueAttribute(remote), variant: null, split: null };
}

/** Cross-field checks of a `serve` that may hold unknowns. */
export function validateServe(serve: ServeAttribute<Unknown> | Unknown | null, path: Path): Diagnostic[] {
  if (serve === null || isUnknown(serve)) return [];
  const diagnostics = exactlyOne(serve, ["value", "variant", "split"], path);
  if (serve.value !== null && !isUnknown(serve.value)) diagnostics.push(...validateValue(serve.value, [...path, "value"]));
  if (serve.split !== null && !isUnknown(serve.split)) diagnostics.push(...validateSplit(serve.split, [...path, "split"]));
  return diagnostics;
}

export function validateValue(value: ValueAttribute<Unknown> | Unknown | null, path: Path): Diagnostic[] {
  return value === null || isUnknown(value) ? [] : exactlyOne(value, KINDS, path);
}

type Split = Exclude<NonNullable<ServeAttribute<Unknown>["split"]>, Unknown>;

function validateSplit({ weights, control }: Split, path: Path): Diagnostic[] {
  if (isUnknown(weights) || isUnknown(control)) return [];
  const shares = [...Object.values(weights), control ?? 0];
  if (shares.some(isUnknown)) return [];
  const known = shares.filter((share): share is number => !isUnknown(share));
  if (known.some((share) => share < 0))
    return [error("A share must not be negative", "Each weight is a percentage from 0 to 100.", [...path, "weights"])];
  const sum = known.reduce((total, share) => total + share, 0);
  if (sum === 100) return [];
  const terms = [...Object.entries(weights), ...(control === null ? [] : [["control", control] as const])];
  return [
    error(
      "The shares of a split must sum to 100",
      `They sum to ${sum}: ${terms.map(([key, share]) => `${key} ${String(share)}`).join(", ")}.`,
      [...path, "weights"],
    ),
  ];
}

/** An attribute that is unknown may turn out null, so only what is surely wrong is refused. */
function exactlyOne(record: Readonly<Record<string, unknown>>, names: readonly string[], path: Path): Diagnostic[] {
  const set = names.filter((name) => record[name] !== null && !isUnknown(record[name]));
  const unknown = names.some((name) => isUnknown(record[name]));
  if (set.length === 1 || (set.length === 0 && unknown)) return [];
  const choice = names.map((name) => `\`${name}\``).join(", ");
  return [
    set.length === 0
      ? error("Nothing is set here", `Set exactly one of ${choice}.`, path)
      : error(
          "Too much is set here",
          `Set exactly one of ${choice}; now ${set.map((name) => `\`${name}\``).join(" and ")} are set.`,
          path,
        ),
  ];
}
