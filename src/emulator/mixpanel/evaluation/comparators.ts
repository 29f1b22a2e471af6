const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const SYMBOLS: ReadonlyMap<unknown, (order: number) => boolean> = new Map([
  ["=", (order: number) => order === 0],
  ["!=", (order: number) => order !== 0],
  ["<", (order: number) => order < 0],
  ["<=", (order: number) => order <= 0],
  [">", (order: number) => order > 0],
  [">=", (order: number) => order >= 0],
]);

/** `semver_compare`: a leading v is dropped, missing parts are zero; what is no version matches nothing. */
export function compareVersions(one: unknown, symbol: unknown, other: unknown): boolean {
  const [left, right] = [versionOf(one), versionOf(other)];
  const holds = SYMBOLS.get(symbol);
  return left !== undefined && right !== undefined && holds !== undefined && holds(orderOf(left, right));
}

/** `datetime_compare`: an RFC 3339 time against milliseconds, both cut to whole seconds. */
export function compareDates(one: unknown, symbol: unknown, other: unknown): boolean {
  const holds = SYMBOLS.get(symbol);
  if (holds === undefined || typeof one !== "string" || typeof other !== "number") return false;
  const text = one.trim().toUpperCase();
  const seconds = RFC3339.test(text) ? Math.floor(Date.parse(text) / 1000) : Number.NaN;
  return !Number.isNaN(seconds) && holds(seconds - Math.trunc(other / 1000));
}

interface Version {
  readonly core: readonly number[];
  readonly before: readonly string[];
}

function versionOf(value: unknown): Version | undefined {
  if (typeof value !== "string") return undefined;
  const [, core = "", suffix = ""] = /^v?([^+-]*)(.*)$/i.exec(value.trim()) ?? [];
  const parts = core.split(".");
  while (parts.length < 3) parts.push("0");
  const found = SEMVER.exec(parts.join(".") + suffix);
  if (!found) return undefined;
  return { core: [found[1], found[2], found[3]].map(Number), before: found[4]?.split(".") ?? [] };
}

function orderOf(one: Version, other: Version): number {
  for (const [index, part] of one.core.entries()) {
    const order = part - (other.core[index] ?? 0);
    if (order !== 0) return order;
  }
  // A release comes after everything before it.
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
  if (left && right) return Number(one) - Number(other);
  if (left !== right) return left ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}
