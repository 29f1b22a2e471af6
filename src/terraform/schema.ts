import type { $ZodType } from "zod/v4/core";
import type { Decimal, Unknown } from "./value";

/**
 * One declaration of a resource's attributes. It yields the wire schema, the TypeScript types of config, plan and state, and
 * the validation with paths. Nothing else describes an attribute anywhere.
 *
 *     const attributes = {
 *       key: required(t.string, "The flag's key.", { replace: true }),
 *       tags: optional(t.set(t.string), "Labels."),
 *       id: computed(t.string, "The server's id."),
 *     };
 */

/** The type of a value. Objects are Terraform's nested attributes: each of their attributes has its own presence. */
export type Type =
  | { readonly kind: "string" }
  | { readonly kind: "bool" }
  | { readonly kind: "integer" }
  | { readonly kind: "number" }
  | { readonly kind: "list"; readonly element: Type }
  | { readonly kind: "set"; readonly element: Type }
  | { readonly kind: "map"; readonly element: Type }
  | { readonly kind: "object"; readonly attributes: Attributes; readonly independent?: boolean };

export type Attributes = { readonly [name: string]: Attribute };

/**
 * `defaulted` and `filled` are optional to the user and computed to Terraform, because the provider fills them in if they
 * are left out: the first with a constant, the second with a value that it finds out.
 */
type Presence = "required" | "optional" | "computed" | "defaulted" | "filled";

interface AttributeOptions {
  /** Masked by Terraform in plans and outputs. */
  readonly sensitive?: boolean;
  /** A change from one known value to another replaces the resource (never a change from or to null or unknown). */
  readonly replace?: boolean;
  /** Whether two texts mean the same: then the plan keeps the prior spelling, and there is no change. */
  readonly same?: (one: string, other: string) => boolean;
  /** Checks each known value; issues' paths are appended to the attribute's. */
  readonly check?: $ZodType;
  /** Shown as a deprecation warning, with the replacement. */
  readonly deprecated?: string;
}

export interface Attribute<T extends Type = Type, P extends Presence = Presence> extends AttributeOptions {
  readonly type: T;
  readonly presence: P;
  /** Markdown; used in the registry page and the constructs' documentation. */
  readonly description: string;
  /** The value of a `defaulted` attribute if the configuration leaves it out. */
  readonly default?: string | boolean | number;
}

const STRING = { kind: "string" } as const;
const BOOL = { kind: "bool" } as const;
const INTEGER = { kind: "integer" } as const;
const NUMBER = { kind: "number" } as const;

/** The type constructors. `integer` is a JavaScript number (safe integers only), `number` a lossless {@link Decimal}. */
export const t = {
  string: STRING,
  bool: BOOL,
  integer: INTEGER,
  number: NUMBER,
  list: <E extends Type>(element: E) => ({ kind: "list", element }) as const,
  set: <E extends Type>(element: E) => ({ kind: "set", element }) as const,
  map: <E extends Type>(element: E) => ({ kind: "map", element }) as const,
  object: <A extends Attributes>(attributes: A) => ({ kind: "object", attributes }) as const,
  /**
   * An object of independent attributes, such as settings: an import may keep what it found for attributes that a
   * configuration leaves out. Not for objects with a single meaning, such as the alternatives of a value.
   */
  settings: <A extends Attributes>(attributes: A) => ({ kind: "object", attributes, independent: true }) as const,
};

export function required<T extends Type>(
  type: T,
  description: string,
  options: AttributeOptions = {},
): Attribute<T, "required"> {
  return { type, presence: "required", description, ...options };
}

export function optional<T extends Type>(
  type: T,
  description: string,
  options: AttributeOptions = {},
): Attribute<T, "optional"> {
  return { type, presence: "optional", description, ...options };
}

export function computed<T extends Type>(
  type: T,
  description: string,
  options: AttributeOptions = {},
): Attribute<T, "computed"> {
  return { type, presence: "computed", description, ...options };
}

export function defaulted<T extends Type>(
  type: T,
  description: string,
  value: string | boolean | number,
  options: AttributeOptions = {},
): Attribute<T, "defaulted"> {
  return { type, presence: "defaulted", description, default: value, ...options };
}

export function filled<T extends Type>(
  type: T,
  description: string,
  options: AttributeOptions = {},
): Attribute<T, "filled"> {
  return { type, presence: "filled", description, ...options };
}

/** The value of a type; U is {@link Unknown} if values may be unknown (config, plan), otherwise never (state). */
export type ValueOf<T extends Type, U> =
  | U
  | (T extends { kind: "string" }
      ? string
      : T extends { kind: "bool" }
        ? boolean
        : T extends { kind: "integer" }
          ? number
          : T extends { kind: "number" }
            ? Decimal
            : T extends { kind: "list" | "set"; element: infer E extends Type }
              ? readonly ValueOf<E, U>[]
              : T extends { kind: "map"; element: infer E extends Type }
                ? { readonly [key: string]: ValueOf<E, U> }
                : T extends { kind: "object"; attributes: infer A extends Attributes }
                  ? ObjectOf<A, U>
                  : never);

/** A record of attributes; those that are not required may be null. */
export type ObjectOf<A extends Attributes, U> = {
  readonly [K in keyof A]: A[K] extends Attribute<infer T, infer P>
    ? P extends "required"
      ? ValueOf<T, U>
      : ValueOf<T, U> | null
    : never;
};

/** What the user wrote: values may be unknown, computed attributes are null. */
export type Config<A extends Attributes> = ObjectOf<A, Unknown>;
/** The planned values, which may be unknown. */
export type Planned<A extends Attributes> = ObjectOf<A, Unknown>;
/** The stored values, fully known. */
export type State<A extends Attributes> = ObjectOf<A, never>;
