import { Lab, on, planIs, RUNGS, type Bodies } from "../lab";

/** Resources that take each other's places, as a list does that is counted and loses its first element. */
describe.each(RUNGS)("$rung", ({ options }) => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start(options);
    await lab.flagByHand("banner", { initial_value: "first" });
    await lab.flagByHand("footer");
    lab.forget();
  });
  afterEach(() => lab.stop());

  const text = (string: string) => ({ value: { string } });
  const override = (segment: string, settings: object = {}) => ({
    ...on(lab.production, "production"),
    segment,
    serve: text(`for ${segment}`),
    ...settings,
  });
  const numbered = (resources: readonly object[]): Record<string, object> =>
    Object.fromEntries(resources.map((each, index) => [`o${String(index)}`, each]));
  const overrides = async (flag = "banner") =>
    (await lab.served(lab.production, flag)).overrides.map(([segment, , value]) => [segment, value]).sort();
  const both = () => [
    [lab.beta, "for beta"],
    [lab.vip, "for vip"],
  ];

  test("two overrides swap their segments", async () => {
    for (const segments of [
      ["beta", "vip"],
      ["vip", "beta"],
      ["beta", "vip"],
    ]) {
      const stack: Bodies = { segment_override: numbered(segments.map((each) => override(each))) };
      await lab.apply(stack);
      expect(await overrides()).toEqual(both());
      expect((await lab.plan(stack)).empty).toBe(true);
    }
  });

  test("a counted list of overrides loses its first element, and gets it again", async () => {
    const own = await Promise.all(
      ["one", "two"].map((name) =>
        lab.api("POST", `/api/v1/projects/${lab.project}/segments/`, {
          name,
          project: Number(lab.project),
          rules: [{ type: "ALL", rules: [], conditions: [{ operator: "EQUAL", property: "x", value: name }] }],
        }),
      ),
    );
    const ids = new Map([
      ["beta", lab.beta],
      ["vip", lab.vip],
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
      await lab.apply(stack);
      expect(await overrides()).toEqual(segments.map((each) => [ids.get(each), `for ${each}`]).sort());
      expect((await lab.plan(stack)).empty).toBe(true);
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
      await lab.apply(stack);
      for (const flag of flags) expect(await overrides(flag)).toEqual([[lab.beta, flag]]);
      expect((await lab.plan(stack)).empty).toBe(true);
    }
  });

  test("two identity overrides swap their identities", async () => {
    for (const identities of [
      ["ann", "bob"],
      ["bob", "ann"],
    ]) {
      const stack: Bodies = {
        identity_override: numbered(
          identities.map((identity) => ({ ...on(lab.production, "production"), identity, serve: text(identity) })),
        ),
      };
      await lab.apply(stack);
      expect((await lab.plan(stack)).empty).toBe(true);
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
            ...on(lab.production, "production", flag),
            enabled: true,
            serve: text(flag),
            on_destroy: "disable",
            segment_overrides: { beta: { serve: text(`${flag} for beta`) } },
          })),
        ),
      };
      await lab.apply(stack);
      for (const flag of flags) {
        expect(await lab.served(lab.production, flag)).toMatchObject({ enabled: true, value: flag });
        expect(await overrides(flag)).toEqual([[lab.beta, `${flag} for beta`]]);
      }
      expect((await lab.plan(stack)).empty).toBe(true);
    }
  });

  test("a segment takes the name of another that goes", async () => {
    const segment = (name: string) => ({ name, rules: planIs(name) });
    await lab.apply({ segment: { a: segment("old"), b: segment("kept") } });
    const id = lab.attributes("segment.b")["id"];
    await lab.apply({ segment: { b: { ...segment("kept"), name: "renamed" } } });
    expect(lab.attributes("segment.b")).toMatchObject({ id, name: "renamed" });
  });
});
