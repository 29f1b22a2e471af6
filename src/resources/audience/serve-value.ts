import { type Serve, type Served, serves } from "../../platforms/model/audience";
import type { FlagValue } from "../../platforms/model/flag-value";
import type { ObjectOf } from "../../terraform/schema";
import { Decimal } from "../../terraform/value";
import { jsonEncoded } from "../../terraform/values/json-encoded";
import type { serveType, valueType } from "./serve-attribute";

/** Converts between the `serve` and `value` attributes and the neutral {@link FlagValue}. */

export type ValueAttribute<U = never> = ObjectOf<(typeof valueType)["attributes"], U>;
export type ServeAttribute<U = never> = ObjectOf<(typeof serveType)["attributes"], U>;

/** The value of a known attribute. */
export function flagValueOf(attribute: ValueAttribute): FlagValue | undefined {
  if (attribute.boolean !== null) return { kind: "boolean", value: attribute.boolean };
  if (attribute.string !== null) return { kind: "string", value: attribute.string };
  if (attribute.integer !== null) return { kind: "integer", value: attribute.integer };
  if (attribute.number !== null) return { kind: "number", value: attribute.number.text };
  if (attribute.json !== null) return { kind: "json", value: attribute.json };
  return undefined;
}

/** The value of a known `serve`; undefined if there is none. */
export function serveOf(attribute: ServeAttribute | null): Serve | undefined {
  if (attribute === null) return undefined;
  const { value, variant, split, rollout } = attribute;
  if (variant !== null) return { kind: "variant", variant };
  if (split !== null) {
    const { weights, control, bucket_by: bucketBy, otherwise } = split;
    const shares = Object.fromEntries(Object.entries(weights).map(([key, share]) => [key, Number(share.text)]));
    return { kind: "split", weights: shares, control: control && Number(control.text), bucketBy, otherwise };
  }
  if (rollout !== null) {
    const { from, to, start, bucket_by: bucketBy, otherwise } = rollout;
    const stages = rollout.stages.map(({ percentage, minutes }) => ({ percentage: Number(percentage.text), minutes }));
    return { kind: "rollout", from, to, start, stages, bucketBy, otherwise };
  }
  const flagValue = value === null ? undefined : flagValueOf(value);
  return flagValue && { kind: "value", value: flagValue };
}

/**
 * What must be written to change one `serve` to another; undefined if nothing must. An import cannot distinguish a number or
 * JSON from a string on a platform that only has strings: setting the type later does not change what is served.
 */
export function changedServe(before: ServeAttribute | null, after: ServeAttribute | null): Serve | undefined {
  const serve = serveOf(after);
  const base = serveOf(before);
  if (!serve || !base) return serve;
  if (serve.kind === "value") {
    const isSame = base.kind === "value" && (base.value.kind === serve.value.kind || base.value.kind === "string");
    return isSame && serves(base, serve) ? undefined : serve;
  }
  return base.kind !== "value" && serves({ ...NO_VALUE, ...base }, serve) && serves({ ...NO_VALUE, ...serve }, base)
    ? undefined
    : serve;
}

/** Two named variants are compared by name, not by value. */
const NO_VALUE = { value: null } as const;

/** A value in the attribute's form. */
export function valueAttribute(value: FlagValue): ValueAttribute {
  return {
    boolean: value.kind === "boolean" ? value.value : null,
    string: value.kind === "string" ? value.value : null,
    integer: value.kind === "integer" ? value.value : null,
    number: value.kind === "number" ? new Decimal(value.value) : null,
    // As people write it, and Terraform where it generates configuration.
    json: value.kind === "json" ? (jsonEncoded(value.value) ?? value.value) : null,
  };
}

/** What a platform serves, in the attribute's form; null if it cannot be expressed. */
export function serveAttribute(served: Served): ServeAttribute | null {
  switch (served.kind) {
    case "value":
      return served.value && { ...NOTHING, value: valueAttribute(served.value) };
    case "variant":
      return { ...NOTHING, variant: served.variant };
    case "split": {
      const { weights, control, bucketBy: bucket_by, otherwise } = served;
      const shares = Object.fromEntries(Object.entries(weights).map(([key, share]) => [key, new Decimal(String(share))]));
      const rest = control === null ? null : new Decimal(String(control));
      return { ...NOTHING, split: { weights: shares, control: rest, bucket_by, otherwise } };
    }
    case "rollout": {
      const { from, to, start, bucketBy: bucket_by, otherwise } = served;
      const stages = served.stages.map(({ percentage, minutes }) => {
        return { percentage: new Decimal(String(percentage)), minutes };
      });
      return { ...NOTHING, rollout: { from, to, start, stages, bucket_by, otherwise } };
    }
    case "other":
      return null;
  }
}

const NOTHING = { value: null, variant: null, split: null, rollout: null } as const;
