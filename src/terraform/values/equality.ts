import { getOwn } from "../../get-own";
import type { Type } from "../schema";
import { Decimal, isUnknown } from "../value";
import { declared } from "./declared";

/** Equality as Terraform defines it: numbers by value, sets without order, unknown equals only unknown. */
export function sameValue(type: Type, a: unknown, b: unknown): boolean {
  if (isUnknown(a) || isUnknown(b)) return isUnknown(a) && isUnknown(b);
  const left = a ?? null;
  const right = b ?? null;
  if (left === null || right === null) return left === right;
  switch (type.kind) {
    case "string":
    case "bool":
    case "integer":
      return left === right;
    case "number":
      return left instanceof Decimal && right instanceof Decimal && left.equals(right);
    case "list":
      return sameList(type.element, left, right);
    case "set":
      return sameSet(type.element, left, right);
    case "map":
      return sameMap(type.element, left, right);
    case "object": {
      return declared(type.attributes).every(({ name, attribute }) =>
        sameValue(attribute.type, member(left, name), member(right, name)),
      );
    }
  }
}

function sameList(element: Type, a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((value, index) => sameValue(element, value, b[index]));
}

/** A set drops duplicates, so each side must contain the other instead of having the same length. */
function sameSet(element: Type, a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  if (element.kind === "string") {
    // Thousands of identities are a usual set; sets of objects are small.
    const [left, right] = [new Set<unknown>(a), new Set<unknown>(b)];
    return left.size === right.size && [...left].every((one) => right.has(one));
  }
  const holds = (all: readonly unknown[]) => (one: unknown) => all.some((other) => sameValue(element, one, other));
  return a.every(holds(b)) && b.every(holds(a));
}

function sameMap(element: Type, a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(element, member(a, key), member(b, key)));
}

/** An own property; inherited properties ("constructor") are not values of a record. */
export function member(record: unknown, name: string): unknown {
  if (typeof record !== "object" || record === null || !Object.hasOwn(record, name)) return undefined;
  return getOwn(record as Readonly<Record<string, unknown>>, name);
}
