const PATTERN = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;

export function isSemver(text: string): boolean {
  return PATTERN.test(text);
}

/** Negative, zero or positive as the first is before, with or after the second; undefined when one is no version. */
export function compareSemver(one: string, other: string): number | undefined {
  const [left, right] = [PATTERN.exec(one), PATTERN.exec(other)];
  if (!left || !right) return undefined;
  for (const part of [1, 2, 3]) {
    const difference = Number(left[part]) - Number(right[part]);
    if (difference !== 0) return difference;
  }
  return comparePreRelease(left[4], right[4]);
}

/** A version without a pre-release comes after those with one. */
function comparePreRelease(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return (one === undefined ? 1 : 0) - (other === undefined ? 1 : 0);
  const [left, right] = [one.split("."), other.split(".")];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = compareIdentifiers(left[index] ?? "", right[index] ?? "");
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Numbers by value and before texts. */
function compareIdentifiers(one: string, other: string): number {
  const [left, right] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (left && right) return Number(one) - Number(other);
  if (left !== right) return left ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}
