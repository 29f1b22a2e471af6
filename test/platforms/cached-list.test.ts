import { CachedList } from "../../src/platforms/adapter/lists/cached-list";

interface Thing {
  readonly id: string;
  readonly text: string;
}

/** Answers when it is told to. */
class Later<T> {
  answer: (value: T) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.answer = resolve;
    this.fail = reject;
  });
}

const P = { id: "p" };
const old: Thing = { id: "a", text: "old" };
const written: Thing = { id: "a", text: "written" };

describe("a list that is read once per run", () => {
  let loads: { readonly later: Later<readonly Thing[]>; readonly fresh: boolean }[];
  let list: CachedList<Thing, typeof P>;
  beforeEach(() => {
    loads = [];
    list = new CachedList((_parent, fresh) => {
      const later = new Later<readonly Thing[]>();
      loads.push({ later, fresh });
      return later.promise;
    });
  });

  test("what was written while the list was under way stands, however late the list answers", async () => {
    const listed = list.of(P);
    list.keep(P, written);
    loads[0]?.later.answer([old]);
    expect(await listed).toEqual([written]);
    expect(await list.of(P)).toEqual([written]);
  });

  test("an exact read that began before a write ended does not take its place", async () => {
    const later = new Later<Thing>();
    const reading = list.reading(P, "a");
    list.keep(P, written);
    later.answer(old);
    expect(reading.keep(await later.promise)).toBe(old);
    reading.drop();
    const listed = list.of(P);
    loads[0]?.later.answer([]);
    expect(await listed).toEqual([written]);
  });

  test("of two exact reads that cross, the one that answers last does not undo the other", async () => {
    const [first, second] = [list.reading(P, "a"), list.reading(P, "a")];
    second.keep(written);
    first.drop();
    const listed = list.of(P);
    loads[0]?.later.answer([]);
    expect(await listed).toEqual([written]);
  });

  test("an exact read of another thing is not concerned", () => {
    const reading = list.reading(P, "b");
    list.keep(P, written);
    reading.keep({ id: "b", text: "read" });
    const listed = list.of(P);
    loads[0]?.later.answer([]);
    return expect(listed).resolves.toEqual([written, { id: "b", text: "read" }]);
  });

  test("a read that crosses a write that failed is not kept: the list is read again, and from nothing of before", async () => {
    const before = list.of(P);
    loads[0]?.later.answer([old]);
    await before;
    const reading = list.reading(P, "a");
    const write = new Later<Thing>();
    const writing = list.written(P, "a", () => write.promise);
    write.fail(new Error("500"));
    await expect(writing).rejects.toThrow("500");
    reading.keep(old);
    const listed = list.of(P);
    loads[1]?.later.answer([written]);
    expect(await listed).toEqual([written]);
    expect(loads.map(({ fresh }) => fresh)).toEqual([false, true]);
  });

  test("a list that failed is read again, and what was written meanwhile stands", async () => {
    const failing = list.of(P);
    loads[0]?.later.fail(new Error("500"));
    await expect(failing).rejects.toThrow("500");
    const listed = list.of(P);
    list.keep(P, written);
    loads[1]?.later.answer([old]);
    expect(await listed).toEqual([written]);
  });
});
