import { FlagsmithWorkbench, planIs } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
});
afterEach(() => workbench.stop());

const RULES = [
  {
    match: "all",
    conditions: [
      { operator: "equal_to", trait: "plan", value: "pro" },
      { operator: "one_of", trait: "country", values: ["GB", "IE"] },
    ],
    rules: [{ match: "any", conditions: [{ operator: "is_set", trait: "email" }] }],
  },
  { match: "none", conditions: [{ operator: "percentage", value: "10" }] },
];

const segment = (settings: object = {}) => ({
  segment: { pros: { name: "pros", description: "Who pays", rules: RULES, ...settings } },
});
const path = () => `/api/v1/projects/${workbench.project}/segments/`;
const own = () => `${path()}${String(workbench.attributes("segment.pros")["id"])}/`;

test("a segment is created in one request, plans empty, and is destroyed", async () => {
  const [write, ...more] = await workbench.apply(segment());
  expect(more).toEqual([]);
  expect(write).toMatchObject({
    method: "POST",
    path: path(),
    body: {
      name: "pros",
      description: "Who pays",
      rules: [
        {
          type: "ALL",
          conditions: [
            { operator: "EQUAL", property: "plan", value: "pro" },
            { operator: "IN", property: "country", value: "GB,IE" },
          ],
          rules: [{ type: "ANY", conditions: [{ operator: "IS_SET", property: "email" }] }],
        },
        { type: "NONE", conditions: [{ operator: "PERCENTAGE_SPLIT", value: "10" }] },
      ],
    },
  });
  expect((await workbench.plan(segment())).empty).toBe(true);
  const at = own();
  expect(await workbench.destroy(segment())).toEqual([{ method: "DELETE", path: at, body: null }]);
});

test.each([
  ["name", { name: "professionals" }],
  ["description", { description: "Who pays more" }],
])("an update of the %s sends that alone, and leaves the rules", async (_name, change) => {
  await workbench.apply(segment());
  const at = own();
  expect(await workbench.apply(segment(change))).toEqual([{ method: "PATCH", path: at, body: { ...change, metadata: [] } }]);
  expect((await workbench.plan(segment(change))).empty).toBe(true);
});

test("an update of the rules replaces them as one tree, and nothing else", async () => {
  await workbench.apply(segment({ description: null }));
  const at = own();
  await workbench.api("PATCH", at, { description: "theirs" });
  const [write, ...more] = await workbench.apply(segment({ description: null, rules: planIs("free") }));
  expect(more).toEqual([]);
  expect(write).toMatchObject({ method: "PUT", path: at, body: { name: "pros", description: "theirs" } });
  expect((await workbench.plan(segment({ description: null, rules: planIs("free") }))).empty).toBe(true);
});

test("the order of rules and conditions is no change on the platform, and rules that are left out are not managed", async () => {
  await workbench.apply(segment());
  await workbench.apply(segment({ rules: [...RULES].reverse() }));
  expect((await workbench.plan(segment({ rules: [...RULES].reverse() }))).empty).toBe(true);
  expect(await workbench.apply(segment({ rules: null, description: "other" }))).toHaveLength(1);
  const { rules } = await workbench.api("GET", own());
  expect(rules).toHaveLength(2);
});

test.each([
  ["name", { name: "by hand" }],
  ["description", { description: "by hand" }],
])("drift of the %s is shown, and put right", async (_name, byHand) => {
  await workbench.apply(segment());
  const at = own();
  await workbench.api("PATCH", at, byHand);
  const plan = await workbench.plan(segment());
  expect(plan.drift[0]?.after).toMatchObject(byHand);
  expect(plan.actions()).toEqual({ "flagform_segment.pros": "update" });
  expect(await workbench.apply(segment())).toHaveLength(1);
  expect(await workbench.api("GET", at)).toMatchObject({ name: "pros", description: "Who pays" });
});

test("drift of the rules is shown, and put right", async () => {
  await workbench.apply(segment());
  const rules = [{ type: "ALL", rules: [], conditions: [{ operator: "EQUAL", property: "plan", value: "free" }] }];
  await workbench.api("PUT", own(), { name: "pros", description: "Who pays", project: Number(workbench.project), rules });
  const plan = await workbench.plan(segment());
  expect(plan.drift[0]?.after).toMatchObject({ rules: [{ conditions: [{ value: "free" }] }] });
  expect(await workbench.apply(segment())).toMatchObject([{ method: "PUT" }]);
  expect((await workbench.plan(segment())).empty).toBe(true);
});

test("the data source finds a segment by name and by id", async () => {
  await workbench.apply(segment());
  const { id } = workbench.attributes("segment.pros");
  for (const name of ["pros", "Pros", `id:${String(id)}`]) {
    const driver = workbench.newDriver();
    await driver.apply(workbench.stack({}, { data: { segment: { found: { name } } } }));
    expect(driver.instance("data.flagform_segment.found")?.attributes).toMatchObject({ name, id, description: "Who pays" });
  }
  const [diagnostic] = await refusal(
    workbench.newDriver().plan(workbench.stack({}, { data: { segment: { found: { name: "bета" } } } })),
  );
  expect(diagnostic).toMatchObject({
    summary: 'There is no segment "bета"',
    detail: expect.stringContaining('Did you mean "beta"'),
    path: ["name"],
  });
});
