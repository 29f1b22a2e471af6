import { FlagsmithWorkbench, on, planIs, RUNGS } from "../../support/flagsmith-workbench";
import type { Bodies } from "../../support/platform-workbench";

/** Resources that take each other's places, as a list does that is counted and loses its first element. */
describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
    await workbench.flagByHand("footer");
    workbench.forget();
  });
  afterEach(() => workbench.stop());

  const text = (string: string) => ({ value: { string } });
  const override = (segment: string, settings: object = {}) => ({
    ...on(workbench.production, "production"),
    segment,
    serve: text(`for ${segment}`),
    ...settings,
  });
  const numbered = (resources: readonly object[]): Record<string, object> =>
    Object.fromEntries(resources.map((each, index) => [`o${String(index)}`, each]));
  const overrides = async (flag = "banner") =>
    (await workbench.served(workbench.production, flag)).overrides.map(([segment, , value]) => [segment, value]).sort();
  const both = () => [
    [workbench.beta, "for beta"],
    [workbench.vip, "for vip"],
  ];

  test("two overrides swap their segments", async () => {
    for (const segments of [
      ["beta", "vip"],
      ["vip", "beta"],
      ["beta", "vip"],
    ]) {
      const stack: Bodies = { segment_override: numbered(segments.map((each) => override(each))) };
      await workbench.apply(stack);
      expect(await overrides()).toEqual(both());
      expect((await workbench.plan(stack)).empty).toBe(true);
    }
  });

  test("a counted list of overrides loses its first element, and gets it again", async () => {
    const own = await Promise.all(
      ["one", "two"].map((name) =>
        workbench.api("POST", `/api/v1/projects/${workbench.project}/segments/`, {
          name,
          project: Number(workbench.project),
          rules: [{ type: "ALL", rules: [], conditions: [{ operator: "EQUAL", property: "x", value: name }] }],
        }),
      ),
    );
    const ids = new Map([
      ["beta", workbench.beta],
      ["vip", workbench.vip],
      ...own.map((each) => [String(each["name"]), String(each["id"])] as const),
    ]);
    for (const segments of [
      ["beta", "vip", "one", "two"],
      ["vip", "one", "two"],
      ["two"],
      ["beta", "vip", "one", "two"],
      ["two", "one", "vip", "beta"],
    ]) {
      const stack: Bodies = { segment_override: numbered(segments.map((each) => override(each))) };
      await workbench.apply(stack);
      expect(await overrides()).toEqual(segments.map((each) => [ids.get(each), `for ${each}`]).sort());
      expect((await workbench.plan(stack)).empty).toBe(true);
    }
  });

  test("two overrides swap their flags", async () => {
    for (const flags of [
      ["banner", "footer"],
      ["footer", "banner"],
    ]) {
      const stack: Bodies = {
        segment_override: numbered(flags.map((flag) => override("beta", { flag, serve: text(flag) }))),
      };
      await workbench.apply(stack);
      for (const flag of flags) expect(await overrides(flag)).toEqual([[workbench.beta, flag]]);
      expect((await workbench.plan(stack)).empty).toBe(true);
    }
  });

  test("two identity overrides swap their identities", async () => {
    for (const identities of [
      ["ann", "bob"],
      ["bob", "ann"],
    ]) {
      const stack: Bodies = {
        identity_override: numbered(
          identities.map((identity) => ({ ...on(workbench.production, "production"), identity, serve: text(identity) })),
        ),
      };
      await workbench.apply(stack);
      expect((await workbench.plan(stack)).empty).toBe(true);
    }
  });

  test("two definitions swap their flags", async () => {
    for (const flags of [
      ["banner", "footer"],
      ["footer", "banner"],
    ]) {
      const stack: Bodies = {
        environment_definition: numbered(
          flags.map((flag) => ({
            ...on(workbench.production, "production", flag),
            enabled: true,
            serve: text(flag),
            on_destroy: "disable",
            segment_overrides: { beta: { serve: text(`${flag} for beta`) } },
          })),
        ),
      };
      await workbench.apply(stack);
      for (const flag of flags) {
        expect(await workbench.served(workbench.production, flag)).toMatchObject({ enabled: true, value: flag });
        expect(await overrides(flag)).toEqual([[workbench.beta, `${flag} for beta`]]);
      }
      expect((await workbench.plan(stack)).empty).toBe(true);
    }
  });

  test("a segment takes the name of another that goes", async () => {
    const segment = (name: string) => ({ name, rules: planIs(name) });
    await workbench.apply({ segment: { a: segment("old"), b: segment("kept") } });
    const id = workbench.attributes("segment.b")["id"];
    await workbench.apply({ segment: { b: { ...segment("kept"), name: "renamed" } } });
    expect(workbench.attributes("segment.b")).toMatchObject({ id, name: "renamed" });
  });
});
