import { Decimal, isUnknown } from "../../terraform/value";

/** A value of any type as `terraform show -json` prints it: null in the place of what is unknown. */
export function plainValue(value: unknown): unknown {
  if (isUnknown(value)) return null;
  if (value instanceof Decimal) return value.text;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainValue(each)]));
}

/** True in the place of everything that is unknown; undefined if nothing is. */
export function unknownParts(value: unknown): unknown {
  if (isUnknown(value)) return true;
  if (typeof value !== "object" || value === null || value instanceof Decimal) return undefined;
  const parts = Object.entries(value).map(([name, each]) => [name, unknownParts(each)] as const);
  if (parts.every(([, part]) => part === undefined)) return undefined;
  return Array.isArray(value)
    ? parts.map(([, part]) => part ?? false)
    : Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}
