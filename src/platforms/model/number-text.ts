import { trimEnd, trimStart } from "../../trim";

/** Numbers as decimal text, so that no digit is lost. */

/** Whether decimal texts are equal numbers, without conversion to a double: 1.50 is 1.5, but 2^53 and 2^53+1 differ. */
export function sameNumber(one: string, other: string): boolean {
  const left = canonicalNumber(one);
  return left !== undefined && left === canonicalNumber(other);
}

/** Whether 64 bit floating point, which most programs use for JSON numbers, represents the number exactly. */
export function isKeptByDouble(text: string): boolean {
  const number = Number(text);
  return Number.isFinite(number) && sameNumber(String(number), text);
}

/** One text per number; undefined if the text is not a number. */
export function canonicalNumber(text: string): string | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = trimStart(whole + fraction, "0");
  const significant = trimEnd(digits, "0");
  if (significant === "") return "0";
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign === "-" ? "-" : ""}${significant}e${power}`;
}
