import { changesetOf, type OverrideChanges } from "../../src/platforms/adapter/edits/changeset";
import type { Edit } from "../../src/platforms/port/edit";
import { fc, runs } from "../support/fast-check";

/** What edits come to, without any platform; test/four-platforms/changesets.test.ts holds the platforms to it. */

const segment = (id: string) => ({ id, name: `segment ${id}` });
const key = fc.constantFrom("a", "b", "c");
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant("put-segment-override" as const), segment: key.map(segment), enabled: fc.boolean() }),
  fc.record({ kind: fc.constant("remove-segment-override" as const), segment: key.map(segment) }),
  fc.record({ kind: fc.constant("put-identity-override" as const), identifier: key, enabled: fc.boolean() }),
  fc.record({ kind: fc.constant("remove-identity-override" as const), identifier: key }),
  fc.record({
    kind: fc.constant("keep-only-segment-overrides" as const),
    segments: fc.subarray(["a", "b", "c"]).map((ids) => ids.map(segment)),
    unlisted: fc.constantFrom("remove" as const, "refuse" as const),
  }),
  fc.record({
    kind: fc.constant("keep-only-identity-overrides" as const),
    identifiers: fc.subarray(["a", "b", "c"]),
    unlisted: fc.constantFrom("remove" as const, "refuse" as const),
  }),
);
const operations = fc.array(fc.array(edit, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });

type Of = "segment" | "identity";
const keyOf = (each: Edit): string | undefined =>
  "segment" in each ? each.segment.id : "identifier" in each ? each.identifier : undefined;

/** The kind of the last edit of an override in one operation. */
function lastWord(of: Of, name: string, edits: readonly Edit[]): string | undefined {
  return edits.filter((each) => each.kind.endsWith(`-${of}-override`) && keyOf(each) === name).at(-1)?.kind;
}

function told(changes: OverrideChanges<unknown>, name: string): string {
  if (changes.puts.has(name)) return changes.removals.has(name) ? "both" : "put";
  return changes.removals.has(name) ? "remove" : "nothing";
}

const inWhole = (changes: OverrideChanges<unknown>) => ({
  puts: [...changes.puts.keys()].sort(),
  removals: [...changes.removals].sort(),
  only: changes.only && { keys: [...changes.only.keys].sort(), refuse: changes.only.refuse },
});

test("within an operation the last word counts, between operations a put beats a remove", () => {
  fc.assert(
    fc.property(operations, (all) => {
      const { segments, identities } = changesetOf(all);
      for (const [of, changes] of [["segment", segments] as const, ["identity", identities] as const]) {
        for (const name of ["a", "b", "c"]) {
          const words = all.map((edits) => lastWord(of, name, edits)).filter((word) => word !== undefined);
          const isPut = words.some((word) => word.startsWith("put"));
          expect(told(changes, name)).toBe(isPut ? "put" : words.length > 0 ? "remove" : "nothing");
          // What is put belongs to the exact set, whoever stated it.
          if (isPut && changes.only) expect(changes.only.keys).toContain(name);
        }
      }
    }),
    { numRuns: runs(300) },
  );
});

test("the order in which operations arrive decides nothing of what is put, removed and listed", () => {
  fc.assert(
    fc.property(operations, (all) => {
      const [one, other] = [changesetOf(all), changesetOf([...all].reverse())];
      expect(inWhole(one.segments)).toEqual(inWhole(other.segments));
      expect(inWhole(one.identities)).toEqual(inWhole(other.identities));
    }),
    { numRuns: runs(300) },
  );
});

test("what an operation put before it removed it is forgotten", () => {
  const put = { kind: "put-segment-override", segment: segment("a") } as const;
  const remove = { kind: "remove-segment-override", segment: segment("a") } as const;
  const { segments } = changesetOf([[{ ...put, enabled: false, priority: 3 }, remove, { ...put, enabled: true }]]);
  expect([...segments.puts.values()]).toEqual([{ segment: segment("a"), enabled: true }]);
});

test("puts of several operations add up, the later before the earlier", () => {
  const put = { kind: "put-segment-override", segment: segment("a") } as const;
  const { segments } = changesetOf([[{ ...put, enabled: false, priority: 3 }], [{ ...put, enabled: true }]]);
  expect([...segments.puts.values()]).toEqual([{ segment: segment("a"), enabled: true, priority: 3 }]);
});

test("a removal asks last thing whether somebody has put the override meanwhile", () => {
  const remove = { kind: "remove-identity-override", identifier: "a" } as const;
  const all = [[{ ...remove, unless: () => true }], [{ ...remove, identifier: "b", unless: () => false }]];
  expect([...changesetOf(all).identities.removals]).toEqual(["b"]);
});

test("settings of each platform add up by themselves", () => {
  const { settings, killed, rules } = changesetOf([
    [
      { kind: "set-settings", settings: { split: { title: "a", comment: "b" } } },
      { kind: "set-killed", killed: true },
      { kind: "set-rules", rules: [], unlisted: "refuse" },
    ],
    [
      { kind: "set-settings", settings: { split: { title: "c" }, mixpanel: { rolloutPercentage: 5 } } },
      { kind: "set-killed", killed: false },
    ],
  ]);
  expect(settings).toEqual({ split: { title: "c", comment: "b" }, mixpanel: { rolloutPercentage: 5 } });
  expect(killed).toBe(false);
  expect(rules).toEqual({ rules: [], unlisted: "refuse" });
});
