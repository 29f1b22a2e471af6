import { FlagsmithWorkbench, on, RUNGS } from "../support/flagsmith-workbench";

describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeAll(async () => {
    workbench = await FlagsmithWorkbench.open(options);
  });
  afterAll(() => workbench.stop());

  let count = 0;
  /** Served by a definition, a segment override and an identity override at once. */
  async function everywhere(
    value: object,
  ): Promise<{ flag: string; resources: Parameters<FlagsmithWorkbench["apply"]>[0] }> {
    const flag = `flag-${String(++count)}`;
    await workbench.flagByHand(flag, { initial_value: "first" });
    workbench.driver = workbench.newDriver();
    const common = { ...on(workbench.production, "production", flag), serve: { value } };
    const resources = {
      environment_definition: { it: { ...common, enabled: true } },
      segment_override: { it: { ...common, segment: "beta" } },
      identity_override: { it: { ...common, identity: `user of ${flag}` } },
    };
    await workbench.apply(resources);
    return { flag, resources };
  }

  test.each<[string, object, unknown]>([
    ["true", { boolean: true }, true],
    ["false", { boolean: false }, false],
    ["a text", { string: "hello" }, "hello"],
    ["a text that reads as a boolean", { string: "true" }, "true"],
    ["a text that reads as a number", { string: "007" }, "007"],
    ["one character", { string: "x" }, "x"],
    ["the empty text", { string: "" }, ""],
    ["unicode", { string: "ünïcödé ☂ 日本語 👩‍👩‍👧" }, "ünïcödé ☂ 日本語 👩‍👩‍👧"],
    ["space inside and lines", { string: "a  b\n\tc" }, "a  b\n\tc"],
    ["20,000 characters", { string: "👩".repeat(20_000) }, "👩".repeat(20_000)],
    ["an escaped template", { string: "$${name} and %%{ if }" }, "${name} and %{ if }"],
    ["zero", { integer: 0 }, 0],
    ["a negative integer", { integer: -5 }, -5],
    ["the largest integer", { integer: 2_147_483_647 }, 2_147_483_647],
    ["the smallest integer", { integer: -2_147_483_648 }, -2_147_483_648],
    ["a fraction", { number: 0.1 }, "0.1"],
    ["a third, to forty digits", { number: `0.${"3".repeat(40)}` }, `0.${"3".repeat(40)}`],
    ["a number beyond a double", { number: "9007199254740993" }, "9007199254740993"],
    ["an object", { json: '{"b":1,"a":[true,null]}' }, '{"b":1,"a":[true,null]}'],
    ["a JSON scalar", { json: "12" }, "12"],
  ])("%s is served as it is, and plans empty", async (_name, value, served) => {
    const { flag, resources } = await everywhere(value);
    expect(await workbench.served(workbench.production, flag)).toMatchObject({
      value: served,
      overrides: [[workbench.beta, true, served, 0]],
    });
    expect((await workbench.plan(resources)).empty).toBe(true);
  });

  test("JSON is compared by meaning: by hand in another spelling it is no drift, another meaning is", async () => {
    const { flag, resources } = await everywhere({ json: '{"a":1,"b":{"c":2}}' });
    await workbench.defaultByHand(workbench.production, flag, true, '{ "b": {"c": 2.0}, "a": 1 }');
    await workbench.overrideByHand(workbench.production, flag, workbench.beta, {
      value: { type: "string", value: '{"b":{"c":2},"a":1}' },
    });
    expect((await workbench.plan(resources)).empty).toBe(true);
    await workbench.defaultByHand(workbench.production, flag, true, '{"a":1,"b":{"c":3}}');
    expect((await workbench.plan(resources)).actions()).toEqual({ "flagform_environment_definition.it": "update" });
  });

  test("numbers are compared by size, digit by digit", async () => {
    const { flag, resources } = await everywhere({ number: "9007199254740993" });
    await workbench.defaultByHand(workbench.production, flag, true, "9007199254740993.0");
    expect((await workbench.plan(resources)).empty).toBe(true);
    await workbench.defaultByHand(workbench.production, flag, true, "9007199254740992");
    const plan = await workbench.plan(resources);
    expect(plan.actions()).toEqual({ "flagform_environment_definition.it": "update" });
  });

  test("a value of another type, set by hand, is drift of the type too", async () => {
    const { flag, resources } = await everywhere({ integer: 7 });
    await workbench.defaultByHand(workbench.production, flag, true, "7");
    const plan = await workbench.plan(resources);
    expect(plan.drift[0]?.after).toMatchObject({ serve: { value: { string: "7", integer: null } } });
    await workbench.apply(resources);
    expect(await workbench.served(workbench.production, flag)).toMatchObject({ value: 7 });
  });

  test("every kind turns into every other in place", async () => {
    const kinds = [{ boolean: true }, { string: "on" }, { integer: 1 }, { number: 1.5 }, { json: "{}" }, { boolean: false }];
    const { resources } = await everywhere({ string: "start" });
    const served = (value: object) =>
      Object.fromEntries(Object.entries(resources).map(([type, { it }]) => [type, { it: { ...it, serve: { value } } }]));
    for (const value of kinds) {
      const plan = await workbench.plan(served(value));
      expect(Object.values(plan.actions())).toEqual(["update", "update", "update"]);
      await workbench.driver.apply(plan);
      expect((await workbench.plan(served(value))).empty).toBe(true);
    }
  });
});
