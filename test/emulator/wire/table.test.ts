import { Memory } from "../../../src/emulator/wire/memory";
import { Table } from "../../../src/emulator/wire/table";

interface Row {
  readonly id: number;
  readonly project: string;
  note: string;
}

function rows(): Table<number, Row, "project"> {
  const table = new Table<number, Row, "project">({ project: (each) => each.project });
  for (const [id, project] of [
    [1, "a"],
    [2, "b"],
    [3, "a"],
  ] as const)
    table.set(id, { id, project, note: "" });
  return table;
}

const idsOf = (found: readonly Row[]): number[] => found.map(({ id }) => id);

test("Rows are found by an index, in the order in which they were added", () => {
  const table = rows();
  expect(idsOf(table.where("project", "a"))).toEqual([1, 3]);
  expect(table.first("project", "b")?.id).toBe(2);
  expect(table.where("project", "c")).toEqual([]);
  expect(table.first("project", "c")).toBeUndefined();
});

test("A row that is set again keeps its place, and one that is deleted is found no more", () => {
  const table = rows();
  table.set(1, { id: 1, project: "a", note: "again" });
  expect(table.where("project", "a").map(({ note }) => note)).toEqual(["again", ""]);
  expect(table.delete(1)).toBe(true);
  expect(table.delete(1)).toBe(false);
  expect(idsOf(table.where("project", "a"))).toEqual([3]);
  expect([...table.keys()]).toEqual([2, 3]);
  table.clear();
  expect(table.where("project", "b")).toEqual([]);
  expect(table.size).toBe(0);
});

test("A change of a row while one is read does not change what was found", () => {
  const table = rows();
  const found = table.where("project", "a");
  for (const { id } of found) table.delete(id);
  expect(idsOf(found)).toEqual([1, 3]);
  expect(idsOf(table.where("project", "a"))).toEqual([]);
});

class Small extends Memory<{ readonly rows: Table<number, Row, "project">; readonly words: Set<string> }> {
  constructor() {
    super({ rows: rows(), words: new Set(["one"]) });
  }
}

test("A snapshot has its own rows, found by the same indexes", () => {
  const store = new Small();
  const snapshot = store.snapshot();
  store.tables.rows.set(4, { id: 4, project: "a", note: "" });
  for (const each of store.tables.rows.values()) each.note = "later";
  store.tables.words.add("two");
  const before = store.asOf(snapshot, () => ({
    found: store.tables.rows.where("project", "a").map(({ id, note }) => [id, note]),
    words: [...store.tables.words],
  }));
  expect(before).toEqual({
    found: [
      [1, ""],
      [3, ""],
    ],
    words: ["one"],
  });
  expect(idsOf(store.tables.rows.where("project", "a"))).toEqual([1, 3, 4]);
});
