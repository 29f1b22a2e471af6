import { CachedList } from "../../src/platforms/adapter/lists/cached-list";
import { findById, findByName } from "../../src/platforms/adapter/lists/names";
import { fc, runs } from "../support/fast-check";

/** What is found in a list that changes is what a list made anew would find. */

interface Thing {
  readonly id: string;
  readonly name: string;
}

const P = { id: "p" };
const id = fc.constantFrom("1", "2", "3", "4");
const name = fc.constantFrom("beta", "Beta", "vip", "id:2", "constructor");
const change = fc.oneof(
  fc.record({ kind: fc.constant("keep" as const), id, name }),
  fc.record({ kind: fc.constant("drop" as const), id }),
  fc.record({ kind: fc.constant("ask" as const), id, name }),
);
const listed = fc.uniqueArray(fc.record({ id, name }), { selector: (each) => each.id });

function attempt<T>(find: () => T): T | string {
  try {
    return find();
  } catch (error) {
    return String(error).replace(/id:\d/g, "id:…");
  }
}

test("it finds the same as a list that is indexed anew", async () => {
  await fc.assert(
    fc.asyncProperty(listed, fc.array(change, { maxLength: 20 }), async (first, changes) => {
      const list = new CachedList<Thing, typeof P>(() => Promise.resolve(first));
      for (const each of changes) {
        if (each.kind === "keep") list.keep(P, { id: each.id, name: each.name });
        else if (each.kind === "drop") list.drop(P, each.id);
        else {
          const things = await list.of(P);
          const anew = [...things];
          expect(findById(things, each.id)).toBe(findById(anew, each.id));
          const search = (among: readonly Thing[]) => attempt(() => findByName(among, each.name, "flag", "find it"));
          expect(search(things)).toBe(search(anew));
        }
      }
      const model = new Map(first.map((each) => [each.id, each.name]));
      for (const each of changes) {
        if (each.kind === "keep") model.set(each.id, each.name);
        if (each.kind === "drop") model.delete(each.id);
      }
      expect(new Map((await list.of(P)).map((each) => [each.id, each.name]))).toEqual(model);
    }),
    { numRuns: runs(100) },
  );
});

test("a write does not index a long list again", async () => {
  let read = 0;
  const thing = (number: number): Thing => ({
    id: String(number),
    get name() {
      read += 1;
      return `flag-${String(number)}`;
    },
  });
  const list = new CachedList<Thing, typeof P>(() =>
    Promise.resolve(Array.from({ length: 1000 }, (_, each) => thing(each))),
  );
  list.keep(P, thing(1000));
  findByName(await list.of(P), "flag-1000", "flag", "find it");
  read = 0;
  for (let number = 1001; number < 1101; number++) {
    list.keep(P, thing(number));
    expect(findByName(await list.of(P), `flag-${String(number)}`, "flag", "find it")?.id).toBe(String(number));
  }
  expect(read).toBeLessThan(1000);
});
