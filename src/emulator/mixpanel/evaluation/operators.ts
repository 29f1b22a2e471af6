/** The official expression of SemVer 2.0.0: no leading zeros, not in pre-releases either. */
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;
const LONGEST_VERSION = 256;
const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
/** Other SDKs hold milliseconds in 64 bits. */
const MILLISECONDS_END = 2 ** 63;

const SYMBOLS: ReadonlyMap<unknown, (order: number) => boolean> = new Map([
  ["===", (order: number) => order === 0],
  ["!==", (order: number) => order !== 0],
  ["<", (order: number) => order < 0],
  ["<=", (order: number) => order <= 0],
  [">", (order: number) => order > 0],
  [">=", (order: number) => order >= 0],
]);

/** `semver_compare`: a leading v is dropped, missing parts are zero; text that is not a version matches nothing. */
export function compareVersions([one, symbol, other, ...more]: readonly unknown[]): boolean {
  const [left, right] = [versionOf(one), versionOf(other)];
  const holds = SYMBOLS.get(symbol);
  return (
    more.length === 0 && left !== undefined && right !== undefined && holds !== undefined && holds(orderOf(left, right))
  );
}

/** `datetime_compare`: an RFC 3339 time against milliseconds, both cut to whole seconds. */
export function compareDates([one, symbol, other, ...more]: readonly unknown[]): boolean {
  const holds = SYMBOLS.get(symbol);
  const seconds = secondsOf(one);
  if (more.length > 0 || holds === undefined || seconds === undefined || typeof other !== "number") return false;
  return Math.abs(other) < MILLISECONDS_END && holds(seconds - Math.trunc(other / 1000));
}

function secondsOf(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim().toUpperCase();
  const [, year, month, day, hour] = (RFC3339.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || hour === undefined) return undefined;
  const milliseconds = Date.parse(text);
  // JavaScript accepts hour 24 and 31 April; the SDKs do not.
  const isReal = hour < 24 && day >= 1 && day <= daysIn(year, month);
  return isReal && !Number.isNaN(milliseconds) ? Math.floor(milliseconds / 1000) : undefined;
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

interface Version {
  readonly core: readonly string[];
  readonly before: readonly string[];
}

function versionOf(value: unknown): Version | undefined {
  if (typeof value !== "string" || value.length > LONGEST_VERSION) return undefined;
  const text = value.trim();
  const [start = "", core = ""] = /^v?([^+-]*)/i.exec(text) ?? [];
  const suffix = text.slice(start.length);
  const parts = core.split(".");
  while (parts.length < 3) parts.push("0");
  const [, major, minor, patch, before] = SEMVER.exec(parts.join(".") + suffix) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return { core: [major, minor, patch], before: before?.split(".") ?? [] };
}

function orderOf(one: Version, other: Version): number {
  for (const [index, part] of one.core.entries()) {
    const order = numericOrder(part, other.core[index] ?? "");
    if (order !== 0) return order;
  }
  // A release comes after its pre-releases.
  if (one.before.length === 0 || other.before.length === 0) return other.before.length - one.before.length;
  for (const [index, part] of one.before.entries()) {
    const facing = other.before[index];
    if (facing === undefined) return 1;
    const order = identifierOrder(part, facing);
    if (order !== 0) return order;
  }
  return one.before.length - other.before.length;
}

function identifierOrder(one: string, other: string): number {
  const [left, right] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (left && right) return numericOrder(one, other);
  if (left !== right) return left ? -1 : 1;
  return textOrder(one, other);
}

/** Without leading zeros the longer number is the greater, at any length. */
function numericOrder(one: string, other: string): number {
  return one.length === other.length ? textOrder(one, other) : one.length - other.length;
}

function textOrder(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
