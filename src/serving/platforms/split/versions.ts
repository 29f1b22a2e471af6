/** Versions as Split's SDKs read them: three numbers of any length, a pre-release, metadata. */
interface Version {
  readonly core: readonly string[];
  readonly pre: readonly string[];
  readonly metadata: string;
}

/** What equality compares; undefined: not a version. */
export function normalVersion(text: string): string | undefined {
  const version = parsed(text);
  return version && [version.core.join("."), ...version.pre.map((each) => `-${each}`), version.metadata].join("|");
}

/** Undefined: one of them is not a version. */
export function compareVersions(one: string, other: string): number | undefined {
  const [left, right] = [parsed(one), parsed(other)];
  if (!left || !right) return undefined;
  const core = left.core.map((part, index) => order(part, right.core[index] ?? "")).find((each) => each !== 0);
  if (core !== undefined) return core;
  // A release comes after its pre-releases.
  if (left.pre.length === 0 || right.pre.length === 0) return Number(left.pre.length === 0) - Number(right.pre.length === 0);
  const common = left.pre.slice(0, right.pre.length);
  const pre = common.map((part, index) => order(part, right.pre[index] ?? "")).find((each) => each !== 0);
  return pre ?? left.pre.length - right.pre.length;
}

function parsed(text: string): Version | undefined {
  const [main = "", ...metadata] = text.split(/\+(.*)/s).slice(0, 2);
  const [core = "", ...rest] = main.split(/-(.*)/s).slice(0, 2);
  const parts = core.split(".");
  const pre = rest[0] === undefined ? [] : rest[0].split(".");
  const isWrong = metadata[0] === "" || parts.length !== 3 || !parts.every(isNumeric) || pre.includes("");
  return isWrong ? undefined : { core: parts.map(plain), pre: pre.map(plain), metadata: metadata[0] ?? "" };
}

function isNumeric(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

/** Without leading zeros. */
function plain(part: string): string {
  return isNumeric(part) ? part.replace(/^0+(?=[0-9])/, "") : part;
}

/** Two numbers by size, everything else as text. */
function order(one: string, other: string): number {
  if (isNumeric(one) && isNumeric(other) && one.length !== other.length) return one.length - other.length;
  return one === other ? 0 : one < other ? -1 : 1;
}
