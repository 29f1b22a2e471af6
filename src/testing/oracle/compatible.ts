import { getOwn } from "../../get-own";
import type { Path } from "../../terraform/diagnostic";
import { isUnknown } from "../../terraform/value";
import type { CtyType } from "../values/cty-type";
import { equals, isList, isRecord, RefinedUnknown, type Value } from "../values/value";
import type { Problem } from "./problem";

/**
 * Whether `actual` completes `planned`: every value known there is the same here, and what was unknown may be anything
 * of the type. Core uses this to compare the second plan with the first, and the applied state with the plan.
 */
export function incompatibilities(type: CtyType, planned: Value, actual: Value, path: Path = []): Problem[] {
  if (planned instanceof RefinedUnknown && !isUnknown(actual)) {
    if (planned.notNull && actual === null) return [{ path, problem: "was promised not to be null, but now null" }];
    if (typeof actual === "string" && !actual.startsWith(planned.prefix)) {
      return [{ path, problem: `was promised to begin with ${JSON.stringify(planned.prefix)}, but now ${show(actual)}` }];
    }
  }
  if (isUnknown(planned) || type.kind === "dynamic") return [];
  if (isUnknown(actual)) return [{ path, problem: `was ${show(planned)}, but now unknown` }];
  if (planned === null || actual === null) {
    return planned === actual ? [] : [{ path, problem: `was ${show(planned)}, but now ${show(actual)}` }];
  }
  if (type.kind === "set" && isList(planned) && isList(actual)) return incompatibleSets(type.element, planned, actual, path);
  if (isList(planned) && isList(actual)) {
    if (planned.length !== actual.length) {
      return [{ path, problem: `had ${String(planned.length)} elements, but now ${String(actual.length)}` }];
    }
    return planned.flatMap((each, index) =>
      incompatibilities(elementType(type, index), each, actual[index] ?? null, [...path, index]),
    );
  }
  if (isRecord(planned) && isRecord(actual)) {
    return Object.keys({ ...planned, ...actual }).flatMap((key) => {
      const [before, after] = [getOwn(planned, key), getOwn(actual, key)];
      if (before === undefined) return [{ path: [...path, key], problem: "has appeared" }];
      if (after === undefined) return [{ path: [...path, key], problem: "has vanished" }];
      return incompatibilities(elementType(type, key), before, after, [...path, key]);
    });
  }
  return equals(planned, actual) ? [] : [{ path, problem: `was ${show(planned)}, but now ${show(actual)}` }];
}

/** Set elements have no keys: each needs a counterpart on the other side, and there may be no more than planned. */
function incompatibleSets(type: CtyType, planned: readonly Value[], actual: readonly Value[], path: Path): Problem[] {
  const pairs = (left: Value, right: Value): boolean => incompatibilities(type, left, right).length === 0;
  const lost = planned.filter((each) => !actual.some((other) => pairs(each, other)));
  if (lost.length > 0)
    return lost.map((each) => ({ path, problem: `the planned element ${show(each)} has no counterpart` }));
  const grown = actual.filter((each) => !planned.some((other) => pairs(other, each)));
  if (grown.length > 0) return grown.map((each) => ({ path, problem: `the element ${show(each)} was not planned` }));
  if (planned.length >= actual.length) return [];
  return [{ path, problem: `the set grew from ${String(planned.length)} to ${String(actual.length)} elements` }];
}

function elementType(type: CtyType, key: string | number): CtyType {
  if ("element" in type) return type.element;
  if ("attributes" in type && typeof key === "string") return getOwn(type.attributes, key) ?? { kind: "dynamic" };
  return ("elements" in type && typeof key === "number" ? type.elements[key] : undefined) ?? { kind: "dynamic" };
}

export function show(value: Value): string {
  return JSON.stringify(value, (_key, each: unknown) => (isUnknown(each) ? "(unknown)" : each));
}
