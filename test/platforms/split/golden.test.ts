import { changesetOf } from "../../../src/platforms/adapter/edits/changeset";
import type { Variant } from "../../../src/platforms/model/variant";
import type { Edit } from "../../../src/platforms/port/edit";
import { updateOf } from "../../../src/platforms/split/definition/edits/update";
import { type Document, SEGMENT_KINDS } from "../../../src/platforms/split/document/document";

/** Every example of the vendor's page on partial updates, and the worked one of our own notes: before, the edits, the very patch. */

const [standard] = SEGMENT_KINDS;

function document(parts: Partial<Document> = {}): Document {
  return {
    name: "checkout",
    killed: false,
    treatments: [{ name: "on" }, { name: "off" }],
    defaultTreatment: "off",
    baselineTreatment: "off",
    trafficAllocation: 100,
    rules: [],
    defaultRule: [
      { treatment: "on", size: 50 },
      { treatment: "off", size: 50 },
    ],
    ...parts,
  };
}

function patch(live: Document, ...edits: readonly Edit[]) {
  const context = {
    attempted: "update",
    importId: "production/checkout",
    kindOf: () => standard,
    retiring: new Set<string>(),
  };
  return updateOf(live, changesetOf([edits]), context).operations;
}

const on = { kind: "variant", variant: "on" } as const;
const off = { kind: "variant", variant: "off" } as const;
const half = (one: string, other: string) =>
  ({ kind: "split", weights: { [one]: 50, [other]: 50 }, control: null, bucketBy: null, otherwise: null }) as const;
const segment = (name: string) => ({ id: `standard:${name}`, name });
const variant = (key: string): Variant => ({ key, value: { kind: "string", value: key }, description: null });

test("kill and restore", () => {
  expect(patch(document(), { kind: "set-killed", killed: true })).toEqual([{ op: "replace", path: "/killed", value: true }]);
  expect(patch(document({ killed: true }), { kind: "set-killed", killed: false })).toEqual([
    { op: "replace", path: "/killed", value: false },
  ]);
});

test("change limit exposure", () => {
  expect(patch(document(), { kind: "set-settings", settings: { split: { trafficAllocation: 50 } } })).toEqual([
    { op: "replace", path: "/trafficAllocation", value: 50 },
  ]);
});

test("change default treatment", () => {
  expect(patch(document(), { kind: "set-when-off", variant: "on" })).toEqual([
    { op: "replace", path: "/defaultTreatment", value: "on" },
  ]);
});

test("change alert baseline treatment", () => {
  const live = document({ baselineTreatment: "on" });
  expect(patch(live, { kind: "set-settings", settings: { split: { baselineTreatment: "off" } } })).toEqual([
    { op: "replace", path: "/baselineTreatment", value: "off" },
  ]);
});

test("add a key to a treatment with no keys", () => {
  expect(patch(document(), { kind: "put-identity-override", identifier: "3", serve: on })).toEqual([
    { op: "add", path: "/treatments/0/keys", value: ["3"] },
  ]);
});

test("add a key to a treatment with existing keys", () => {
  const live = document({ treatments: [{ name: "on", keys: ["1", "2", "3"] }, { name: "off" }] });
  expect(patch(live, { kind: "put-identity-override", identifier: "4", serve: on })).toEqual([
    { op: "add", path: "/treatments/0/keys/-", value: "4" },
  ]);
});

test("remove a key from a treatment", () => {
  const live = document({ treatments: [{ name: "on", keys: ["1", "2", "3"] }, { name: "off" }] });
  expect(patch(live, { kind: "remove-identity-override", identifier: "3" })).toEqual([
    { op: "remove", path: "/treatments/0/keys/2" },
  ]);
});

test("replace a key in a treatment", () => {
  const live = document({ treatments: [{ name: "on", keys: ["3", "4"] }, { name: "off" }] });
  const edits: Edit[] = [
    { kind: "remove-identity-override", identifier: "3" },
    { kind: "put-identity-override", identifier: "7", serve: on },
  ];
  expect(patch(live, ...edits)).toEqual([{ op: "replace", path: "/treatments/0/keys/0", value: "7" }]);
});

test("add a segment to a treatment that has one", () => {
  const live = document({ treatments: [{ name: "on" }, { name: "off", segments: ["employees"] }] });
  expect(patch(live, { kind: "put-segment-override", segment: segment("beta"), serve: off })).toEqual([
    { op: "add", path: "/treatments/1/segments/-", value: "beta" },
  ]);
});

test("remove a segment from a treatment", () => {
  const live = document({ treatments: [{ name: "on", segments: ["beta", "employees"] }, { name: "off" }] });
  expect(patch(live, { kind: "remove-segment-override", segment: segment("employees") })).toEqual([
    { op: "remove", path: "/treatments/0/segments/1" },
  ]);
});

test("rename a treatment: everything that names it follows, in one patch", () => {
  const live = document({
    treatments: [{ name: "on", keys: ["u1"] }, { name: "off" }],
    rules: [
      {
        buckets: [
          { treatment: "on", size: 80 },
          { treatment: "off", size: 20 },
        ],
        condition: { combiner: "AND", matchers: [{ type: "IN_LIST_STRING", attribute: "plan", strings: ["pro"] }] },
      },
    ],
  });
  const edits: Edit[] = [
    { kind: "set-variants", variants: [variant("first_version"), variant("off")] },
    { kind: "set-default", enabled: true, serve: half("first_version", "off") },
    {
      kind: "set-rules",
      unlisted: "remove",
      rules: [
        {
          key: "pro",
          description: null,
          enabled: null,
          when: [
            {
              match: "all",
              conditions: [{ operator: "equal_to", trait: "plan", value: "pro", values: null, type: null }],
              rules: [],
            },
          ],
          serve: { kind: "split", weights: { first_version: 80, off: 20 }, control: null, bucketBy: null, otherwise: null },
        },
      ],
    },
  ];
  expect(patch(live, ...edits)).toEqual([
    { op: "replace", path: "/rules/0/buckets/0/treatment", value: "first_version" },
    { op: "replace", path: "/treatments/0/name", value: "first_version" },
    { op: "replace", path: "/defaultRule/0/treatment", value: "first_version" },
  ]);
});

test("add a rule: a segment's split stands before the other rules", () => {
  const other = {
    buckets: [{ treatment: "off", size: 100 }],
    condition: { combiner: "AND", matchers: [{ type: "ALL_KEYS" }] },
  };
  const live = document({ rules: [other] });
  expect(patch(live, { kind: "put-segment-override", segment: segment("employees"), serve: half("on", "off") })).toEqual([
    {
      op: "add",
      path: "/rules/0",
      value: {
        buckets: [
          { treatment: "on", size: 50 },
          { treatment: "off", size: 50 },
        ],
        condition: { matchers: [{ type: "IN_SEGMENT", string: "employees" }] },
      },
    },
  ]);
});

test("remove a rule", () => {
  const rule = (name: string) => ({
    buckets: [{ treatment: "on", size: 100 }],
    condition: { combiner: "AND", matchers: [{ type: "IN_SEGMENT", string: name }] },
  });
  const live = document({ rules: [rule("employees"), rule("beta"), rule("press")] });
  expect(patch(live, { kind: "remove-segment-override", segment: segment("beta") })).toEqual([
    { op: "remove", path: "/rules/1" },
  ]);
});

test("the worked example: nothing about what is not owned", () => {
  const live = document({
    killed: true,
    treatments: [{ name: "on", keys: ["u1", "u2", "u3"], segments: ["beta"] }, { name: "off" }, { name: "old" }],
    rules: [{ buckets: [{ treatment: "on", size: 100 }], condition: { matchers: [{ type: "SOMETHING_NEW" }] } }],
    defaultRule: [
      { treatment: "on", size: 0 },
      { treatment: "off", size: 100 },
    ],
  });
  const edits: Edit[] = [
    { kind: "set-variants", variants: [variant("on"), variant("off"), variant("new")] },
    { kind: "set-settings", settings: { split: { trafficAllocation: 40 } } },
    {
      kind: "set-default",
      enabled: true,
      serve: { kind: "split", weights: { off: 90, new: 10 }, control: null, bucketBy: null, otherwise: null },
    },
  ];
  expect(patch(live, ...edits)).toEqual([
    { op: "replace", path: "/trafficAllocation", value: 40 },
    { op: "add", path: "/treatments/-", value: { name: "new" } },
    {
      op: "replace",
      path: "/defaultRule",
      value: [
        { treatment: "off", size: 90 },
        { treatment: "new", size: 10 },
      ],
    },
    { op: "remove", path: "/treatments/2" },
  ]);
  expect(patch(live, { kind: "put-identity-override", identifier: "u2", serve: off })).toEqual([
    { op: "remove", path: "/treatments/0/keys/1" },
    { op: "add", path: "/treatments/1/keys", value: ["u2"] },
  ]);
});

test("new overrides with shares of their own stand in the order of their names, whoever came first", () => {
  const put = (name: string): Edit => {
    return { kind: "put-segment-override", segment: segment(name), enabled: true, serve: half("on", "off") };
  };
  expect(patch(document(), put("vip"), put("beta"))).toEqual(patch(document(), put("beta"), put("vip")));
});
