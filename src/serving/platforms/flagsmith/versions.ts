const VERSION =
  /^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** The order of two semantic versions by the standard; undefined: one of them is none. */
export function orderOfVersions(one: string, other: string): number | undefined {
  const [left, right] = [VERSION.exec(one), VERSION.exec(other)];
  if (!left || !right) return undefined;
  for (const part of [1, 2, 3]) {
    const difference = Number(left[part]) - Number(right[part]);
    if (difference !== 0) return difference;
  }
  const [before, after] = [left[4]?.split(".") ?? [], right[4]?.split(".") ?? []];
  // A release comes after its pre-releases.
  if (before.length === 0 || after.length === 0) return Number(before.length === 0) - Number(after.length === 0);
  const decisive = before.map((each, index) => orderOfParts(each, after[index])).find((each) => each !== 0);
  return decisive ?? before.length - after.length;
}

/** Numbers before words; what is longer comes after what it begins with. */
function orderOfParts(one: string, other: string | undefined): number {
  if (other === undefined) return 1;
  const [left, right] = [one, other].map((each) => /^[0-9]+$/.test(each));
  if (left !== right) return left ? -1 : 1;
  if (left) return Number(one) - Number(other);
  return one === other ? 0 : one < other ? -1 : 1;
}
