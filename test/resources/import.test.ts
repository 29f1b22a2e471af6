import { FlagsmithWorkbench, on, planIs, RUNGS } from "../support/flagsmith-workbench";
import { type Bodies, refusal } from "../support/platform-workbench";

const ADDRESSES = [
  "feature_flag.f",
  "environment.e",
  "segment.s",
  "environment_definition.d",
  "segment_override.o",
  "identity_override.i",
] as const;

describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
    await workbench.apply(stack());
  });
  afterEach(() => workbench.stop());

  function stack(): Bodies {
    const at = { ...on(workbench.production, "production"), flag: "${flagform_feature_flag.f.key}" };
    const serve = { value: { string: "hello" } };
    return {
      feature_flag: { f: { key: "banner", type: "string", description: "On top", tags: ["search"] } },
      environment: { e: { name: "a/b 100%", description: "Odd" } },
      segment: { s: { name: "pros / cons", rules: planIs("pro") } },
      environment_definition: { d: { ...at, enabled: true, serve } },
      segment_override: { o: { ...at, segment: "${flagform_segment.s.name}", priority: 0, serve } },
      identity_override: { i: { ...at, identity: "user/1", serve } },
    };
  }
  const ids: readonly (readonly [string, (id: (address: string) => string) => readonly string[]])[] = [
    [
      "by the names people see",
      () => [
        "banner",
        "a/b 100%",
        "pros / cons",
        "production/banner",
        "production/banner/pros / cons",
        "production/banner/user/1",
      ],
    ],
    [
      "by what formats a state's id",
      () => [
        "banner",
        "a/b 100%25",
        "pros / cons",
        "production/banner",
        "production/banner/pros / cons",
        "production/banner/user/1",
      ],
    ],
    [
      "with the project before",
      () => [
        "Shop/banner",
        "Shop/a/b 100%",
        "Shop/pros / cons",
        "Shop/production/banner",
        "Shop/production/banner/pros / cons",
        "Shop/production/banner/user/1",
      ],
    ],
    [
      "by ids",
      (id) => [
        `id:${id("feature_flag.f")}`,
        `id:${id("environment.e")}`,
        `id:${id("segment.s")}`,
        `id:${workbench.production.id}/id:${id("feature_flag.f")}`,
        `id:${workbench.production.id}/id:${id("feature_flag.f")}/id:${id("segment.s")}`,
        `id:${workbench.production.id}/id:${id("feature_flag.f")}/user/1`,
      ],
    ],
  ];

  test.each(ids)("everything is imported %s: the plan is empty, and nothing is written", async (how, given) => {
    const whole = workbench.driver;
    const id = (address: string) => String(whole.instance(`flagform_${address}`)?.attributes["id"]);
    workbench.driver = workbench.newDriver();
    for (const [index, each] of given(id).entries()) {
      await workbench.driver.import(workbench.stack(stack()), `flagform_${ADDRESSES[index] ?? ""}`, each);
    }
    expect(workbench.attributes("environment_definition.d")).toMatchObject({
      enabled: true,
      serve: { value: { string: "hello" } },
      scope: whole.instance("flagform_environment_definition.d")?.attributes["scope"],
    });
    const plan = await workbench.plan(stack());
    expect(plan.actions()).toEqual({});
    expect(plan.diagnostics).toEqual([]);
    workbench.forget();
    await workbench.driver.apply(plan);
    expect(workbench.writes()).toEqual([]);
    expect((await workbench.plan(stack())).empty).toBe(true);
    if (how.includes("names")) {
      for (const address of ADDRESSES) {
        // What the configuration does not speak of is there beside it, and its revision is another: no plan gave it.
        const { revision, ...made } = whole.instance(`flagform_${address}`)?.attributes ?? {};
        const stated = Object.fromEntries(Object.entries(made).filter(([, value]) => value !== null));
        expect(workbench.attributes(address)).toMatchObject(stated);
        expect(typeof workbench.attributes(address)["revision"]).toBe(typeof revision);
      }
    }
  });

  test("an import block plans no write where all is as configured", async () => {
    const driver = workbench.newDriver();
    const blocks = [{ to: "flagform_segment_override.o", id: "production/banner/pros / cons" }];
    const others = Object.entries(stack()).filter(([type]) => type !== "segment_override");
    for (const [index, address] of ADDRESSES.entries()) {
      if (address === "segment_override.o") continue;
      const id = ["banner", "a/b 100%", "pros / cons", "production/banner", "", "production/banner/user/1"][index] ?? "";
      await driver.import(workbench.stack(Object.fromEntries(others)), `flagform_${address}`, id);
    }
    const plan = await driver.plan({ ...workbench.stack(stack()), import: blocks });
    expect(plan.change("flagform_segment_override.o")).toMatchObject({ action: "no-op", importId: blocks[0]?.id });
    workbench.forget();
    await driver.apply(plan);
    expect(workbench.writes()).toEqual([]);
  });

  test.each([
    ["feature_flag.f", "", "It has the form <flag>"],
    ["environment_definition.d", "banner", "It has the form <environment>/<flag>"],
    ["environment_definition.d", "production//banner", 'Write a "/" inside a name as %2F'],
    ["segment_override.o", "production/banner", "It has the form <environment>/<flag>/<segment>"],
    ["identity_override.i", "production/banner/", "It has the form <environment>/<flag>/<identity>"],
  ])("an import id of %s that is none (%s) is told with its form", async (address, id, text) => {
    const [diagnostic] = await refusal(workbench.newDriver().import(workbench.stack(stack()), `flagform_${address}`, id));
    expect(diagnostic?.summary).toBe(`"${id}" is not an import id of this resource`);
    expect(diagnostic?.detail).toContain(text);
  });

  test.each([
    ["feature_flag.f", "baner", 'Did you mean "banner"'],
    ["environment.e", "prodution", 'Did you mean "production"'],
    ["segment.s", "bета", 'Did you mean "beta"'],
  ])("an import of a %s that is not there (%s) names what is near", async (address, id, text) => {
    const [diagnostic] = await refusal(workbench.newDriver().import(workbench.stack(stack()), `flagform_${address}`, id));
    expect(diagnostic?.detail).toContain(text);
  });

  test.each([
    ["environment_definition.d", "production/baner"],
    ["segment_override.o", "production/banner/beta"],
    ["identity_override.i", "production/banner/nobody"],
  ])("an import of a %s that is not there (%s) is none", async (address, id) => {
    const [diagnostic] = await refusal(workbench.newDriver().import(workbench.stack(stack()), `flagform_${address}`, id));
    expect(diagnostic?.summary).toBe("Cannot import non-existent remote object");
  });
});
