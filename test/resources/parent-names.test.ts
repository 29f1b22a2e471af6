import { FlagsmithWorkbench } from "../support/flagsmith-workbench";
import { type Bodies, refusal } from "../support/platform-workbench";

/** A parent is named by its name or by its id, in every resource that has one; the provider fills in the other. */

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
});
afterEach(async () => {
  await workbench.stop();
});

const FLAG = { feature_flag: { f: { key: "banner", type: "string" } } };
const serve = { value: { string: "hello" } };

/** All that hangs on the flag, on production and on the segment beta. */
function children(unit: object, environment: object, segment: object): Bodies {
  return {
    ...FLAG,
    environment_definition: { d: { ...unit, enabled: true, serve } },
    segment_override: { s: { ...unit, ...segment, serve } },
    identity_override: { i: { ...unit, identity: "user-1", serve } },
    identity: { p: { ...environment, identity: "user-2", traits: { plan: { string: "pro" } } } },
    server_key: { k: { ...environment, name: "backend" } },
  };
}

const key = "${flagform_feature_flag.f.key}";
const id = "${flagform_feature_flag.f.id}";
const byName = (): Bodies =>
  children({ environment: "production", flag: key }, { environment: "production" }, { segment: "beta" });
const byId = (): Bodies => {
  const environment = { environment_id: workbench.production.id };
  return children({ ...environment, flag_id: id }, environment, { segment_id: workbench.beta });
};
const CHILDREN = [
  "environment_definition.d",
  "segment_override.s",
  "identity_override.i",
  "identity.p",
  "server_key.k",
] as const;
const IMPORT_IDS: Readonly<Record<(typeof CHILDREN)[number], string>> = {
  "environment_definition.d": "production/banner",
  "segment_override.s": "production/banner/beta",
  "identity_override.i": "production/banner/user-1",
  "identity.p": "production/user-2",
  "server_key.k": "production/backend",
};

function parentsIn(values: unknown): unknown {
  const { environment, environment_id, flag, flag_id, segment, segment_id } = values as Record<string, unknown>;
  return { environment, environment_id, flag, flag_id, segment, segment_id };
}

describe.each([
  ["names", byName],
  ["ids", byId],
])("by %s alone", (_way, stack) => {
  test("both are in the state, and the next plan is empty", async () => {
    await workbench.apply(stack());
    const flagId = workbench.attributes("feature_flag.f")["id"];
    for (const address of CHILDREN) {
      expect(workbench.attributes(address)).toMatchObject({
        environment: "production",
        environment_id: workbench.production.id,
      });
    }
    expect(workbench.attributes("environment_definition.d")).toMatchObject({ id: "production/banner", flag: "banner" });
    expect(workbench.attributes("segment_override.s")).toMatchObject({
      id: "production/banner/beta",
      flag_id: flagId,
      segment: "beta",
      segment_id: workbench.beta,
    });
    expect((await workbench.plan(stack())).empty).toBe(true);
  });

  test("after an import no name and no id changes", async () => {
    await workbench.apply(stack());
    const made = workbench.driver;
    workbench.driver = workbench.newDriver();
    await workbench.driver.import(workbench.stack(stack()), "flagform_feature_flag.f", "banner");
    for (const address of CHILDREN) {
      await workbench.driver.import(workbench.stack(stack()), `flagform_${address}`, IMPORT_IDS[address]);
    }
    const plan = await workbench.plan(stack());
    for (const { before, after } of plan.changes) expect(parentsIn(after)).toEqual(parentsIn(before));
    workbench.driver = made;
  });

  test("a flag that is replaced gets everything written again", async () => {
    await workbench.apply(stack());
    const before = workbench.attributes("feature_flag.f")["id"];
    const plan = await workbench.driver.plan(workbench.stack(stack()), { replace: ["flagform_feature_flag.f"] });
    expect(plan.actions()).toMatchObject({
      "flagform_environment_definition.d": "update",
      "flagform_segment_override.s": "update",
      "flagform_identity_override.i": "update",
    });
    await workbench.driver.apply(plan);
    const after = workbench.attributes("feature_flag.f")["id"];
    expect(after).not.toBe(before);
    expect(workbench.attributes("environment_definition.d")).toMatchObject({ flag: "banner", flag_id: after });
    expect(await workbench.served(workbench.production, "banner")).toEqual({
      enabled: true,
      value: "hello",
      overrides: [[workbench.beta, true, "hello", 0]],
    });
    expect((await workbench.plan(stack())).empty).toBe(true);
  });
});

test("from names to ids and back is no change", async () => {
  await workbench.apply(byName());
  expect((await workbench.plan(byId())).empty).toBe(true);
  expect(await workbench.apply(byId())).toEqual([]);
  expect((await workbench.plan(byName())).empty).toBe(true);
});

test.each([
  ["environment_definition", { environment: "production" }, "Which flag?"],
  ["environment_definition", { flag: "banner" }, "Which environment?"],
  ["segment_override", { environment: "production", flag: "banner" }, "Which segment?"],
  ["identity_override", { environment: "production", identity: "user-1" }, "Which flag?"],
  ["identity", { identity: "user-1" }, "Which environment?"],
  ["server_key", { name: "backend" }, "Which environment?"],
])("a %s with only %j is refused before anything is asked", async (type, body, summary) => {
  const [diagnostic] = await refusal(workbench.driver.validate(workbench.stack({ [type]: { x: { ...body } } })));
  expect(diagnostic?.summary).toBe(summary);
  expect(diagnostic?.detail).toMatch(/Set one of them: .*_id|Set one of them: its .*\.id/);
});

test("a look at identities that names no environment is refused", async () => {
  const [diagnostic] = await refusal(workbench.driver.validate(workbench.stack({}, { data: { identities: { x: {} } } })));
  expect(diagnostic?.summary).toBe("Which environment?");
});

test("of a name and an id that differ the id decides, with a warning and no change for ever", async () => {
  const flag = await workbench.flagByHand("banner");
  const stack = {
    environment_definition: {
      d: { environment: "staging", environment_id: workbench.production.id, flag_id: flag, enabled: true },
    },
  };
  await workbench.apply(stack);
  expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true });
  expect(await workbench.served(workbench.staging, "banner")).toMatchObject({ enabled: false });
  const plan = await workbench.plan(stack);
  expect(plan.empty).toBe(true);
  expect(plan.diagnostics).toMatchObject([
    {
      summary: "`environment` and `environment_id` do not belong together",
      detail: expect.stringContaining('Write environment = "production"') as string,
    },
  ]);
});

describe.each(["name", "id"])("a resource that gives both, and one that gives the %s alone", (way) => {
  test.each([
    ["environment_definition", {}, "The definition of flag"],
    ["identity_override", { identity: "user-1" }, "The identity override of flag"],
    ["segment_override", {}, "The segment override of flag"],
  ])("make the same %s twice", async (type, more, summary) => {
    const flag = await workbench.flagByHand("banner");
    const isSegment = type === "segment_override";
    const names = { environment: "production", flag: "banner", ...(isSegment && { segment: "beta" }) };
    const ids = { environment_id: workbench.production.id, flag_id: flag, ...(isSegment && { segment_id: workbench.beta }) };
    const one = { ...names, ...ids, ...more, serve };
    const other = { ...(way === "name" ? names : ids), ...more, serve };
    const [diagnostic] = await refusal(workbench.plan({ [type]: { one, other } }));
    expect(diagnostic?.summary).toMatch(new RegExp(`^${summary} .* is managed twice$`));
  });
});

test("an exact set may name its segments by name alone, and a replaced segment is written again", async () => {
  const rules = [{ match: "all", conditions: [{ operator: "equal_to", trait: "role", value: "staff" }] }];
  const depends_on = ["flagform_segment.s"];
  const stack = {
    ...FLAG,
    segment: { s: { name: "staff", rules } },
    environment_definition: {
      d: {
        environment: "production",
        flag: key,
        enabled: false,
        segment_overrides: { staff: { serve } },
        depends_on,
      },
    },
  };
  await workbench.apply(stack);
  const before = workbench.attributes("segment.s")["id"];
  expect(workbench.attributes("environment_definition.d")).toMatchObject({
    segment_overrides: { staff: { segment_id: before } },
  });
  expect((await workbench.plan(stack)).empty).toBe(true);
  const plan = await workbench.driver.plan(workbench.stack(stack), { replace: ["flagform_segment.s"] });
  expect(plan.actions()).toMatchObject({ "flagform_environment_definition.d": "update" });
  await workbench.driver.apply(plan);
  const after = workbench.attributes("segment.s")["id"];
  expect(after).not.toBe(before);
  expect((await workbench.served(workbench.production, "banner")).overrides).toEqual([[String(after), true, "hello", 0]]);
  expect((await workbench.plan(stack)).empty).toBe(true);
});

test("an environment that is renamed in the same run keeps its children, whichever way they name it", async () => {
  const stack = (name: string): Bodies => ({
    ...FLAG,
    environment: { e: { name } },
    environment_definition: {
      d: { environment: "${flagform_environment.e.name}", flag: key, enabled: true, serve },
    },
    identity_override: { i: { environment_id: "${flagform_environment.e.id}", flag: key, identity: "user-1", serve } },
  });
  await workbench.apply(stack("qa"));
  await workbench.apply(stack("test"));
  expect((await workbench.plan(stack("test"))).empty).toBe(true);
  expect(workbench.attributes("environment_definition.d")).toMatchObject({ environment: "test" });
});
