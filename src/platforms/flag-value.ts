/** What a flag serves, typed. Never stringified: `true` and `"true"` are different values. */
export type FlagValue =
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "integer"; readonly value: number }
  /** Decimal text, so that no digit is lost. */
  | { readonly kind: "number"; readonly value: string }
  /** JSON text, compared by meaning. */
  | { readonly kind: "json"; readonly value: string };

export type FlagValueKind = FlagValue["kind"];

/** Whether two values are the same to an application, whatever their spelling (JSON by meaning, numbers by size). */
export function sameValue(one: FlagValue | null, other: FlagValue | null): boolean {
  if (one === null || other === null) return one === other;
  if (one.kind === other.kind && one.value === other.value) return true;
  if (one.kind === "json" || other.kind === "json") return sameJson(textOf(one), textOf(other));
  if (one.kind === "number" || other.kind === "number")
    return isNumeric(one) && isNumeric(other) && sameNumber(textOf(one), textOf(other));
  return false;
}

/** The value as text: what a platform that has no such type stores. */
export function textOf(value: FlagValue): string {
  return String(value.value);
}

function isNumeric(value: FlagValue): boolean {
  return value.kind === "number" || value.kind === "integer" || value.kind === "string";
}

/** Decimal texts of one size, without going through a double: 1.50 is 1.5, but 2^53 and 2^53+1 differ. */
function sameNumber(one: string, other: string): boolean {
  const [left, right] = [canonicalNumber(one), canonicalNumber(other)];
  return left !== undefined && left === right;
}

function canonicalNumber(text: string): string | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const scale = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign === "-" ? "-" : ""}${significant}e${scale}`;
}

function sameJson(one: string, other: string): boolean {
  try {
    return canonicalJson(JSON.parse(one)) === canonicalJson(JSON.parse(other));
  } catch {
    // Text that is no JSON means only itself.
    return one === other;
  }
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
