import { trimEnd, trimStart } from "../trim";

/**
 * Values as the handlers see them. Strings, booleans, safe integers, arrays and plain records are used directly; null is
 * Terraform's null. Two things that JavaScript lacks have a class here.
 */

/** A value that Terraform knows only after apply. There is one instance, {@link UNKNOWN}. */
export class Unknown {
  readonly kind = "unknown";

  toString(): string {
    return "(known after apply)";
  }
}

/** The one unknown value. */
export const UNKNOWN: Unknown = new Unknown();

/** Whether a value is unknown (not whether it contains unknowns: see {@link isWhollyKnown}). */
export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

/** Whether neither the value nor anything inside it is unknown. */
export function isWhollyKnown(value: unknown): boolean {
  if (isUnknown(value)) return false;
  if (Array.isArray(value)) return value.every(isWhollyKnown);
  if (value !== null && typeof value === "object" && !(value instanceof Decimal)) {
    return Object.values(value).every(isWhollyKnown);
  }
  return true;
}

/**
 * A number of any size and precision, kept as the decimal text that was received: 1/3 and 2^53+1 must be returned unchanged.
 */
export class Decimal {
  constructor(readonly text: string) {}

  toNumber(): number {
    return Number(this.text);
  }

  /** Whether both are the same number, in any spelling: 1.50 is 15e-1. */
  equals(other: Decimal): boolean {
    const [mine, theirs] = [parts(this.text), parts(other.text)];
    return mine.digits === theirs.digits && mine.exponent === theirs.exponent && mine.negative === theirs.negative;
  }

  isWhole(): boolean {
    return parts(this.text).exponent >= 0;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Whether a text is a finite number. */
export function isDecimalText(text: string): boolean {
  return DECIMAL.test(text) && /^[+-]?\.?\d/.test(text);
}

/** Significant digits and the power of ten behind them, so that equal numbers have equal parts. */
function parts(text: string): { negative: boolean; digits: string; exponent: number } {
  const [, sign = "", whole = "", fraction = "", power = "0"] = DECIMAL.exec(text) ?? [];
  const all = trimStart(whole + fraction, "0");
  const digits = trimEnd(all, "0");
  if (digits === "") return { negative: false, digits: "0", exponent: 0 };
  return { negative: sign === "-", digits, exponent: Number(power) - fraction.length + all.length - digits.length };
}
