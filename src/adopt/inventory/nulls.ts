import { getOwn } from "../../get-own";
import type { Attributes, Type } from "../../terraform/schema";
import { Decimal } from "../../terraform/value";
import type { Body } from "./adopted";

/** Values as handlers take them, with null for what is left out, at any depth. */
export function withNulls<T>(attributes: Attributes, body: Body | null): T {
  return filled({ kind: "object", attributes }, body) as T;
}

function filled(type: Type, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  switch (type.kind) {
    case "object":
      return Object.fromEntries(
        Object.entries(type.attributes).map(([name, each]) => [name, filled(each.type, getOwn(value as Body, name))]),
      );
    case "map":
      return Object.fromEntries(Object.entries(value as Body).map(([name, each]) => [name, filled(type.element, each)]));
    case "list":
    case "set":
      return (value as readonly unknown[]).map((each) => filled(type.element, each));
    default:
      return value;
  }
}

/** Without nulls, and without objects that are left empty by that. Lists and maps stay, also empty ones. */
export function withoutNulls(body: Body): Body {
  const entries = Object.entries(body).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, withoutInner(value)]));
}

function withoutInner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutInner);
  if (typeof value !== "object" || value === null || value instanceof Decimal) return value;
  return withoutNulls(value as Body);
}
