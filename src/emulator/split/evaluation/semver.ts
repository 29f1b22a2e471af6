/** A version, read as the vendor's SDKs read it: three numbers, then a pre-release and metadata, each of which may be absent. */
interface Version {
  readonly core: readonly string[];
  readonly before: readonly string[];
  readonly metadata: string | undefined;
}

const DIGITS = /^\d+$/;

const STRICT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** What the Admin API accepts as a version. */
export function isSemver(text: string): boolean {
  return STRICT.test(text);
}

/** The text compared for equality, with metadata and without leading zeros; undefined when it is not a version. */
export function normalizeSemver(text: string): string | undefined {
  const version = parse(text);
  if (!version) return undefined;
  const { core, before, metadata } = version;
  const rest = `${before.length > 0 ? `-${before.join(".")}` : ""}${metadata === undefined ? "" : `+${metadata}`}`;
  return core.join(".") + rest;
}

/**
 * Negative, zero or positive as the first is before, with or after the second; undefined when either is not a version.
 */
export function compareSemver(one: string, other: string): number | undefined {
  const [left, right] = [parse(one), parse(other)];
  if (!left || !right) return undefined;
  for (const [index, part] of left.core.entries()) {
    const order = compareIdentifiers(part, right.core[index] ?? "");
    if (order !== 0) return order;
  }
  return comparePreRelease(left.before, right.before);
}

function parse(text: string): Version | undefined {
  const plus = text.indexOf("+");
  const [main, metadata] = plus < 0 ? [text, undefined] : [text.slice(0, plus), text.slice(plus + 1)];
  const dash = main.indexOf("-");
  const core = (dash < 0 ? main : main.slice(0, dash)).split(".");
  const before = dash < 0 ? [] : main.slice(dash + 1).split(".");
  if (metadata === "" || core.length !== 3 || !core.every((each) => DIGITS.test(each)) || before.includes(""))
    return undefined;
  return { core: core.map(withoutZeros), before: before.map(withoutZeros), metadata };
}

function withoutZeros(identifier: string): string {
  return DIGITS.test(identifier) ? identifier.replace(/^0+(?=\d)/, "") : identifier;
}

/** A version without a pre-release comes after those with one. */
function comparePreRelease(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return (one.length === 0 ? 1 : 0) - (other.length === 0 ? 1 : 0);
  for (let index = 0; index < Math.min(one.length, other.length); index += 1) {
    const order = compareIdentifiers(one[index] ?? "", other[index] ?? "");
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** Two numbers by their value, the longer being the greater; everything else by its characters. */
function compareIdentifiers(one: string, other: string): number {
  if (DIGITS.test(one) && DIGITS.test(other) && one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : one > other ? 1 : 0;
}
