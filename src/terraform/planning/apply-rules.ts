import { getOwn } from "../../get-own";
import type { Path } from "../diagnostic";
import type { Attributes, Type } from "../schema";
import { isUnknown, isWhollyKnown } from "../value";
import { declared } from "../values/declared";
import type { Values } from "../values/decode";
import { member, sameValue } from "../values/equality";
import type { Fault } from "./fault";
import { fault } from "./fault";

/** Core's rules for an applied state: fully known, and as planned wherever the plan was known. */
export function applyFaults(attributes: Attributes, planned: Values, state: Values): Fault[] {
  return [...unknownFaults(attributes, state), ...objectFaults(attributes, planned, state, [])];
}

/** A stored value is always known: unknowns only exist in plans. */
export function unknownFaults(attributes: Attributes, state: Values): Fault[] {
  return Object.keys(attributes)
    .filter((name) => !isWhollyKnown(getOwn(state, name)))
    .map((name) => fault("is still unknown in the state", [name]));
}

function objectFaults(attributes: Attributes, planned: unknown, state: unknown, at: Path): Fault[] {
  const faults: Fault[] = [];
  for (const { name, attribute } of declared(attributes)) {
    const [wanted, actual] = [member(planned, name) ?? null, member(state, name) ?? null];
    if (!isKept(attribute.type, wanted, actual)) faults.push(...valueFaults(attribute.type, wanted, actual, [...at, name]));
  }
  return faults;
}

function isKept(type: Type, planned: unknown, actual: unknown): boolean {
  return isUnknown(planned) || isUnknown(actual) || sameValue(type, planned, actual);
}

function valueFaults(type: Type, planned: unknown, actual: unknown, path: Path): Fault[] {
  if (isKept(type, planned, actual)) return [];
  const differs = [fault("is not what was planned", path)];
  if (planned === null || actual === null) return differs;
  switch (type.kind) {
    case "object":
      return objectFaults(type.attributes, planned, actual, path);
    case "set":
      return setHolds(type.element, planned, actual) ? [] : differs;
    case "list":
    case "map":
      if (keysOf(planned) !== keysOf(actual)) return differs;
      return Object.entries(planned as Values).flatMap(([key, value]) =>
        valueFaults(type.element, value, member(actual, key), [...path, type.kind === "list" ? Number(key) : key]),
      );
    default:
      return differs;
  }
}

/** Elements that contained unknowns may have become any that fits, and some may have become equal. */
function setHolds(element: Type, planned: unknown, actual: unknown): boolean {
  const [wanted, found] = [listOf(planned), listOf(actual)];
  const fits = (one: unknown, other: unknown) => valueFaults(element, one, other, []).length === 0;
  return (
    wanted.every((one) => found.some((other) => fits(one, other))) &&
    found.every((other) => wanted.some((one) => fits(one, other)))
  );
}

function keysOf(value: unknown): string {
  return JSON.stringify(typeof value === "object" && value !== null ? Object.keys(value).sort() : null);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
