import { type Fact, known, unknown } from "../fact";
import { type Cell, isClosed } from "./resource-values";

/** An attribute of one value. `what`: as the beginning of "… is not managed here". */
function readPlain<T>(cell: Cell, what: string, isKind: (value: unknown) => value is T): Fact<T> {
  if (!isClosed(cell)) return unknown("after apply", `${what} is known after the apply`);
  if (isKind(cell.value)) return known(cell.value);
  return unknown("unmanaged", `${what} is not managed here`);
}

export function readSwitch(cell: Cell, what: string): Fact<boolean> {
  return readPlain(cell, what, (value) => typeof value === "boolean");
}

export function readText(cell: Cell, what: string): Fact<string> {
  return readPlain(cell, what, (value) => typeof value === "string");
}

export function readNumber(cell: Cell, what: string): Fact<number> {
  return readPlain(cell, what, (value) => typeof value === "number");
}

/** A set or list of texts. */
export function readTexts(cell: Cell, what: string): Fact<readonly string[]> {
  return readPlain(cell, what, isTexts);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
