/** JsonLogic's values are JavaScript's, with its own idea of what is true: an empty list is not. */
export function truthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** As far as the text of a value reads as a number. */
export function parsedNumber(value: unknown): number {
  return Number.parseFloat(String(value));
}

export function strictlyEqual(one: unknown, other: unknown): boolean {
  return one === other;
}

/** JavaScript's `==` over JSON: numbers and texts meet as numbers, lists and objects as texts. */
export function looselyEqual(one: unknown, other: unknown): boolean {
  if (isNothing(one) || isNothing(other)) return isNothing(one) && isNothing(other);
  if (typeof one === typeof other) return one === other;
  const [left, right] = [primitive(one), primitive(other)];
  return typeof left === typeof right ? left === right : Number(left) === Number(right);
}

/** `<` and its kin: texts among themselves in their order, everything else as numbers; what is no number never holds. */
export function compare(one: unknown, other: unknown, holds: (order: number) => boolean): boolean {
  const [left, right] = [primitive(one), primitive(other)];
  if (typeof left === "string" && typeof right === "string") return holds(left < right ? -1 : left > right ? 1 : 0);
  const order = Number(left) - Number(right);
  return !Number.isNaN(order) && holds(order);
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

function primitive(value: unknown): unknown {
  return typeof value === "object" && value !== null ? String(value) : value;
}
