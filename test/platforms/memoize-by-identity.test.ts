import { CachedList } from "../../src/platforms/adapter/lists/cached-list";
import { memoizeByIdentity } from "../../src/platforms/adapter/lists/memoize-by-identity";
import { findById, findByName } from "../../src/platforms/adapter/lists/names";

const project = { id: "1", name: "Shop", scope: "x" };
const flag = (id: string, name: string) => ({ id, name });

test("what is made of lists is made once for the same lists, and anew for others", () => {
  let made = 0;
  const both = memoizeByIdentity((one: readonly number[], other: readonly number[]) => [++made, ...one, ...other]);
  const [one, other] = [[1], [2]];
  expect(both(one, other)).toBe(both(one, other));
  expect(both(one, [2])).toEqual([2, 1, 2]);
  expect(both(other, one)).toEqual([3, 2, 1]);
});

test("a list is the same array until we write, and tells of what we wrote at once", async () => {
  let listed = 0;
  const list = new CachedList(() => {
    listed++;
    return Promise.resolve([flag("1", "a"), flag("2", "b")]);
  });
  const before = await list.of(project);
  expect(await list.of(project)).toBe(before);
  list.keep(project, flag("2", "renamed"));
  list.drop(project, "1");
  const after = await list.of(project);
  expect(after).toEqual([flag("2", "renamed")]);
  expect(await list.of(project)).toBe(after);
  expect(findByName(after, "b", "flag", "read")).toBeUndefined();
  expect(findByName(after, "RENAMED", "flag", "read")).toEqual(flag("2", "renamed"));
  expect(listed).toBe(1);
  list.forget(project, "2");
  expect(await list.of(project)).toEqual([flag("2", "b")]);
  expect(listed).toBe(2);
});

test("an exact name goes before others in another case, and an id is not a name", () => {
  const flags = [flag("7", "Checkout"), flag("8", "checkout"), flag("9", "id:7"), flag("10", "constructor")];
  expect(findByName(flags, "checkout", "flag", "read")?.id).toBe("8");
  expect(() => findByName(flags, "CHECKOUT", "flag", "read")).toThrow(/2 flags are named/);
  expect(findByName(flags, "id:7", "flag", "read")?.id).toBe("9");
  expect(findByName(flags, "id:8", "flag", "read")?.id).toBe("8");
  expect(findByName(flags, "constructor", "flag", "read")?.id).toBe("10");
  expect(findByName(flags, "toString", "flag", "read")).toBeUndefined();
  expect(findById(flags, null)).toBeUndefined();
});
