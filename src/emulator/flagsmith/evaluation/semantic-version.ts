interface SemanticVersion {
  readonly numbers: readonly number[];
  readonly prerelease: readonly string[];
}

const PATTERN =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** A semantic version of three numbers, or undefined. */
export function parseVersion(text: string): SemanticVersion | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  return { numbers: [Number(match[1]), Number(match[2]), Number(match[3])], prerelease: match[4]?.split(".") ?? [] };
}

/** Precedence of the standard: a prerelease comes before its release; build metadata does not count. */
export function compareVersions(one: SemanticVersion, other: SemanticVersion): number {
  for (let index = 0; index < 3; index += 1) {
    const difference = (one.numbers[index] ?? 0) - (other.numbers[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  if (one.prerelease.length === 0 || other.prerelease.length === 0) {
    return Math.sign(Number(one.prerelease.length === 0) - Number(other.prerelease.length === 0));
  }
  for (let index = 0; index < Math.max(one.prerelease.length, other.prerelease.length); index += 1) {
    const order = compareIdentifiers(one.prerelease[index], other.prerelease[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareIdentifiers(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return one === other ? 0 : one === undefined ? -1 : 1;
  const numeric = [one, other].map((each) => /^\d+$/.test(each));
  if (numeric[0] && numeric[1]) return Math.sign(Number(one) - Number(other));
  if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}
