import { changesetOf } from "../../../src/platforms/adapter/edits/changeset";
import type { Edit } from "../../../src/platforms/port/edit";
import type { ApplyContext } from "../../../src/platforms/split/definition/edits/applied";
import { applyTo } from "../../../src/platforms/split/definition/edits/apply";
import { updateOf } from "../../../src/platforms/split/definition/edits/update";
import { guardsOf } from "../../../src/platforms/split/definition/write/patch-guards";
import {
  type Bucket,
  type Condition,
  type Document,
  type Rule,
  SEGMENT_KINDS,
  type Treatment,
} from "../../../src/platforms/split/document/document";
import { difference, type PatchOperation } from "../../../src/platforms/split/document/patch";
import { fc, runs } from "../../support/fast-check";

/** A patch, applied as the RFC says: what comes out must be what was meant, whatever stood there. */

const context: ApplyContext = {
  attempted: "update",
  importId: "production/checkout",
  kindOf: () => SEGMENT_KINDS[0],
  retiring: new Set(),
};

const names = ["on", "off", "third"] as const;
const subset = (prefix: string) => fc.subarray(["1", "2", "3", "4", "5"].map((each) => `${prefix}${each}`));

const rule: fc.Arbitrary<Rule> = fc.record({
  buckets: fc.constantFrom<Bucket[]>(
    [{ treatment: "on", size: 100 }],
    [
      { treatment: "on", size: 30 },
      { treatment: "off", size: 70 },
    ],
  ),
  condition: fc.oneof<fc.Arbitrary<Condition>[]>(
    fc.constantFrom("s1", "s2", "s3").map((string) => ({ combiner: "AND", matchers: [{ type: "IN_SEGMENT", string }] })),
    fc.constantFrom("a", "b").map((word) => ({
      combiner: "AND",
      matchers: [{ type: "IN_LIST_STRING", attribute: "plan", strings: [word] }],
      note: "foreign",
    })),
    fc.constant({ combiner: "AND", matchers: [{ type: "SOMETHING_NEW", odd: 1 }] }),
  ),
});

/** A key or a segment is in one treatment at most. */
const document: fc.Arbitrary<Document> = fc
  .record({
    keys: fc.array(fc.tuple(fc.constantFrom(...names), subset("u")), { maxLength: 3 }),
    segments: fc.array(fc.tuple(fc.constantFrom(...names), subset("s")), { maxLength: 3 }),
    rules: fc.option(fc.uniqueArray(rule, { maxLength: 5, selector: ({ condition }) => JSON.stringify(condition) }), {
      nil: undefined,
    }),
    killed: fc.boolean(),
  })
  .map(({ keys, segments, rules, killed }) => {
    const taken = new Set<string>();
    const mine = (lists: readonly (readonly [string, readonly string[]])[], name: string): string[] =>
      lists.flatMap(([owner, list]) => (owner === name ? list : [])).filter((each) => !taken.has(each) && taken.add(each));
    const treatments = names.map((name): Treatment => {
      const [ownKeys, ownSegments] = [mine(keys, name), mine(segments, name)];
      return {
        name,
        "x-foreign": name,
        ...(ownKeys.length > 0 && { keys: ownKeys }),
        ...(ownSegments.length > 0 && { segments: ownSegments }),
      };
    });
    return {
      name: "checkout",
      killed,
      treatments,
      defaultTreatment: "off",
      baselineTreatment: "off",
      trafficAllocation: 100,
      ...(rules && { rules }),
      defaultRule: [
        { treatment: "on", size: 50 },
        { treatment: "off", size: 50 },
      ],
      impressionsDisabled: false,
      "x-foreign": { kept: true },
    };
  });

const serve = fc.oneof(
  fc.constantFrom(...names).map((variant) => ({ kind: "variant", variant }) as const),
  fc.integer({ min: 1, max: 99 }).map(
    (share) =>
      ({
        kind: "split",
        weights: { on: share, third: 100 - share },
        control: null,
        bucketBy: null,
        otherwise: null,
      }) as const,
  ),
);
const variant = fc.constantFrom(...names).map((key) => ({ kind: "variant", variant: key }) as const);
const segment = fc.constantFrom("s1", "s2", "s3").map((name) => ({ id: `standard:${name}`, name }));
const identifier = fc.constantFrom("u1", "u2", "u3", "u9");

const edit: fc.Arbitrary<Edit> = fc.oneof(
  serve.map((each): Edit => ({ kind: "set-default", enabled: true, serve: each })),
  fc.boolean().map((killed): Edit => ({ kind: "set-killed", killed })),
  fc.constantFrom(...names).map((each): Edit => ({ kind: "set-when-off", variant: each })),
  fc.tuple(segment, serve).map(([each, what]): Edit => {
    return { kind: "put-segment-override", segment: each, enabled: true, serve: what };
  }),
  segment.map((each): Edit => ({ kind: "remove-segment-override", segment: each })),
  fc.tuple(identifier, variant).map(([each, what]): Edit => {
    return { kind: "put-identity-override", identifier: each, enabled: true, serve: what };
  }),
  identifier.map((each): Edit => ({ kind: "remove-identity-override", identifier: each })),
);
const edits = fc.array(edit, { maxLength: 6 });

test("the patch makes of the live definition what was meant, and the same edits once more send nothing", () => {
  fc.assert(
    fc.property(document, edits, (live, batch) => {
      const wanted = changesetOf([batch]);
      const { document: target, operations } = updateOf(live, wanted, context);
      const after = patched(live, operations);
      expect(plainly(after)).toEqual(plainly(target));
      expect(updateOf(after, wanted, context).operations).toEqual([]);
    }),
    { numRuns: runs(500) },
  );
});

test("what no edit says survives byte for byte", () => {
  fc.assert(
    fc.property(document, edits, (live, batch) => {
      const after = patched(live, updateOf(live, changesetOf([batch]), context).operations);
      const foreign = (each: Document): unknown => ({
        marks: [each["x-foreign"], each.treatments.map((treatment) => treatment["x-foreign"])],
        rules: (each.rules ?? []).filter(({ condition }) => condition.matchers[0]?.type !== "IN_SEGMENT"),
        keys: each.treatments.map(({ keys }) => (keys ?? []).filter((key) => key === "u4" || key === "u5")),
        segments: each.treatments.map(({ segments }) => (segments ?? []).filter((key) => key === "s4" || key === "s5")),
      });
      expect(foreign(after)).toEqual(foreign(live));
    }),
    { numRuns: runs(300) },
  );
});

test("guards change nothing but the order of what is tested", () => {
  fc.assert(
    fc.property(document, edits, (live, batch) => {
      const { document: target } = applyTo(live, changesetOf([batch]), context);
      const operations = difference(live, target);
      expect(patched(live, [...guardsOf(live, operations), ...operations])).toEqual(patched(live, operations));
    }),
    { numRuns: runs(200) },
  );
});

/** Somebody else at work between our read and our patch: each change shifts places in lists. */
const foreignChange = fc.oneof(
  fc
    .tuple(fc.constantFrom(...names), fc.constantFrom("u1", "u2", "u4", "u5"))
    .map(([name, key]) => (document: Document): Document => ({
      ...document,
      treatments: document.treatments.map((each) => {
        const keys = (each.keys ?? []).filter((other) => other !== key);
        const rest = { ...each, keys: each.name === name ? [key, ...keys] : keys };
        if (rest.keys.length > 0) return rest;
        const { keys: _, ...none } = rest;
        return none;
      }),
    })),
  fc.constant((document: Document): Document => ({ ...document, treatments: [...document.treatments].reverse() })),
  fc.constant((document: Document): Document => ({ ...document, rules: (document.rules ?? []).slice(1) })),
  fc.constant((document: Document): Document => {
    const theirs = {
      buckets: [{ treatment: "on", size: 100 }],
      condition: { matchers: [{ type: "STARTS_WITH_STRING", strings: ["theirs"] }] },
    };
    return { ...document, rules: [theirs, ...(document.rules ?? [])] };
  }),
);

test("whatever somebody else shifts meanwhile, a guarded patch is refused or leaves theirs as it is", () => {
  let refused = 0;
  fc.assert(
    fc.property(
      // Rules that are absent altogether are the one thing that no test can hold.
      document.filter(({ rules }) => rules !== undefined),
      edits,
      fc.array(foreignChange, { minLength: 1, maxLength: 3 }),
      (live, batch, foreign) => {
        const other = foreign.reduce((now, change) => change(now), live);
        const wanted = changesetOf([batch]);
        const { operations } = updateOf(live, wanted, context);
        let after: Document;
        try {
          after = patched(other, [...guardsOf(live, operations), ...operations]);
        } catch {
          refused++;
          return;
        }
        const ours = new Set([...wanted.identities.puts.keys(), ...wanted.identities.removals]);
        const theirs = (each: Document): unknown => ({
          rules: (each.rules ?? []).filter(({ condition }) => condition.matchers[0]?.type !== "IN_SEGMENT"),
          keys: Object.fromEntries(
            each.treatments.map(({ name, keys }) => [name, (keys ?? []).filter((key) => !ours.has(key)).sort()]),
          ),
          marks: Object.fromEntries(each.treatments.map((treatment) => [treatment.name, treatment["x-foreign"]])),
        });
        expect(theirs(after)).toEqual(theirs(other));
      },
    ),
    { numRuns: runs(500) },
  );
  expect(refused).toBeGreaterThan(0);
});

/** Whether a list is absent or empty is the server's choice, and targets have no order. */
function plainly(document: Document): unknown {
  const text = JSON.stringify(document, (key, value: unknown) => {
    if (!Array.isArray(value)) return value;
    if (value.length === 0) return undefined;
    return key === "keys" || key === "segments" ? value.map(String).sort() : (value as unknown[]);
  });
  return JSON.parse(text);
}

/** RFC 6902, strictly: a member that is not there cannot be replaced or removed, an index past the end is an error. */
function patched(document: Document, operations: readonly PatchOperation[]): Document {
  const copy = structuredClone(document);
  for (const operation of operations) {
    const parts = operation.path.split("/").slice(1);
    const last = parts.pop() ?? "";
    const parent = parts.reduce<unknown>((node, part) => memberOf(node, part), copy);
    const value = operation.op === "remove" ? undefined : structuredClone(operation.value);
    if (Array.isArray(parent)) {
      const list: unknown[] = parent;
      const at = last === "-" ? list.length : Number(last);
      if (at > list.length || (operation.op !== "add" && at >= list.length)) throw new Error(`no ${operation.path}`);
      if (operation.op === "test") expect(list[at]).toEqual(value);
      else list.splice(at, operation.op === "add" ? 0 : 1, ...(operation.op === "remove" ? [] : [value]));
    } else if (typeof parent === "object" && parent !== null) {
      if (operation.op !== "add" && !(last in parent)) throw new Error(`no ${operation.path}`);
      if (operation.op === "test") expect(memberOf(parent, last)).toEqual(value);
      else if (operation.op === "remove") Reflect.deleteProperty(parent, last);
      else Reflect.set(parent, last, value);
    } else throw new Error(`no ${operation.path}`);
  }
  return copy;
}

function memberOf(node: unknown, name: string): unknown {
  if (typeof node !== "object" || node === null || !(name in node)) throw new Error(`no ${name}`);
  return Reflect.get(node, name) as unknown;
}
