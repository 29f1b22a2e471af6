import type { EmulatorClient } from "./client";
import { ON_OFF, openClient, stopAll } from "./client";

afterEach(stopAll);

// Every example of the vendor's page "Partial update feature flag definition in environment", as it stands there:
// the definition before, the very patch, and what the definition is after it.

interface Example {
  readonly before?: object;
  readonly patch: readonly unknown[];
  readonly after: object;
}

const employees = { type: "IN_SEGMENT", string: "employees" };
const half = [
  { treatment: "on", size: 50 },
  { treatment: "off", size: 50 },
];
const rule = { buckets: [{ treatment: "on", size: 100 }], condition: { combiner: "AND", matchers: [employees] } };
const other = {
  buckets: [{ treatment: "off", size: 100 }],
  condition: { combiner: "AND", matchers: [{ type: "ALL_KEYS" }] },
};
const keyed = (keys: readonly string[]): object => ({ treatments: [{ name: "on", keys }, { name: "off" }] });

const EXAMPLES: Record<string, Example> = {
  "kill a feature flag": {
    patch: [{ op: "replace", path: "/killed", value: true }],
    after: { killed: true },
  },
  "restore a feature flag": {
    before: { killed: true },
    patch: [{ op: "replace", path: "/killed", value: false }],
    after: { killed: false },
  },
  "change limit exposure": {
    patch: [{ op: "replace", path: "/trafficAllocation", value: 50 }],
    after: { trafficAllocation: 50 },
  },
  "change the default treatment": {
    patch: [{ op: "replace", path: "/defaultTreatment", value: "on" }],
    after: { defaultTreatment: "on" },
  },
  "add a key to a treatment with no keys": {
    patch: [{ op: "add", path: "/treatments/0/keys", value: ["3"] }],
    after: keyed(["3"]),
  },
  "add a key to a treatment with existing keys": {
    before: keyed(["3"]),
    patch: [{ op: "add", path: "/treatments/0/keys/-", value: "4" }],
    after: keyed(["3", "4"]),
  },
  "remove a key from a treatment": {
    before: keyed(["1", "2", "3"]),
    patch: [{ op: "remove", path: "/treatments/0/keys/2" }],
    after: keyed(["1", "2"]),
  },
  "replace a key in a treatment": {
    before: keyed(["1", "2"]),
    patch: [{ op: "replace", path: "/treatments/0/keys/0", value: "7" }],
    after: keyed(["7", "2"]),
  },
  "add a segment to a treatment": {
    before: { treatments: [{ name: "on" }, { name: "off", segments: ["employees"] }] },
    patch: [{ op: "add", path: "/treatments/1/segments/-", value: "beta" }],
    after: { treatments: [{ name: "on" }, { name: "off", segments: ["employees", "beta"] }] },
  },
  "remove a segment from a treatment": {
    before: { treatments: [{ name: "on", segments: ["employees", "beta"] }, { name: "off" }] },
    patch: [{ op: "remove", path: "/treatments/0/segments/1" }],
    after: { treatments: [{ name: "on", segments: ["employees"] }, { name: "off" }] },
  },
  "rename a treatment": {
    before: {
      rules: [
        {
          buckets: [
            { treatment: "on", size: 80 },
            { treatment: "off", size: 20 },
          ],
          condition: { matchers: [employees] },
        },
      ],
      defaultRule: half,
    },
    patch: [
      { op: "replace", path: "/rules/0/buckets/0/treatment", value: "first_version" },
      { op: "replace", path: "/treatments/0/name", value: "first_version" },
      { op: "replace", path: "/defaultRule/0/treatment", value: "first_version" },
    ],
    after: {
      treatments: [{ name: "first_version" }, { name: "off" }],
      rules: [
        {
          buckets: [
            { treatment: "first_version", size: 80 },
            { treatment: "off", size: 20 },
          ],
          condition: { combiner: "AND", matchers: [employees] },
        },
      ],
      defaultRule: [
        { treatment: "first_version", size: 50 },
        { treatment: "off", size: 50 },
      ],
    },
  },
  "add a rule": {
    before: { rules: [other], defaultRule: half },
    patch: [{ op: "add", path: "/rules/0", value: { buckets: half, condition: { matchers: [employees] } } }],
    after: { rules: [{ buckets: half, condition: { combiner: "AND", matchers: [employees] } }, other] },
  },
  "remove a rule": {
    before: { rules: [rule, other] },
    patch: [{ op: "remove", path: "/rules/1" }],
    after: { rules: [rule] },
  },
  "change the alert baseline treatment": {
    before: { baselineTreatment: "on" },
    patch: [{ op: "replace", path: "/baselineTreatment", value: "off" }],
    after: { baselineTreatment: "off" },
  },
};

async function configured(before: object = {}): Promise<{ client: EmulatorClient; document: Record<string, unknown> }> {
  const client = await openClient();
  const answer = await client.configure({ ...ON_OFF, ...before });
  expect(answer.status).toBe(200);
  return { client, document: answer.body as Record<string, unknown> };
}

test.each(Object.entries(EXAMPLES))("%s", async (_name, { before, patch, after }) => {
  const { client, document } = await configured(before);
  const answer = await client.patch(...patch);
  expect(answer.status).toBe(200);
  const lastUpdateTime = (answer.body as { lastUpdateTime: number }).lastUpdateTime;
  expect(lastUpdateTime).toBeGreaterThan(document.lastUpdateTime as number);
  // All of it: what the patch does not name stays as it was.
  expect(answer.body).toEqual({ ...document, ...after, lastUpdateTime });
  expect((await client.read()).body).toEqual(answer.body);
});
