import { type Bodies, type PlatformName, PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";
import { asBody, Query, type Shown } from "../../support/query";

/** What is listed becomes configuration that takes it over by its identity, and changes nothing. */

const TYPES = [
  "flagform_feature_flag",
  "flagform_environment",
  "flagform_segment",
  "flagform_environment_definition",
  "flagform_segment_override",
  "flagform_identity_override",
] as const;

const VARIANTS = { red: { value: { string: "red" } }, blue: { value: { string: "blue" } } };

/** Flags of two types, on and off, with overrides of both kinds. */
function live(name: PlatformName): Bodies {
  const at = (flag: string): object => ({
    environment: "production",
    flag: `\${flagform_feature_flag.${flag}.key}`,
    flag_id: `\${flagform_feature_flag.${flag}.id}`,
  });
  const inDefinition = name === "split" ? { variants: VARIANTS } : {};
  return {
    feature_flag: {
      checkout: {
        key: "new-checkout",
        type: "boolean",
        description: 'A "new" $${checkout}',
        ...(name === "flagsmith" ? {} : {}),
      },
      theme: { key: "theme", type: "string", variants: VARIANTS },
    },
    environment_definition: {
      checkout: {
        ...at("checkout"),
        enabled: true,
        segment_overrides: { beta: { enabled: false } },
        identity_overrides: { anna: { enabled: false } },
      },
      theme: { ...at("theme"), ...inDefinition, enabled: true, serve: { variant: "red" } },
    },
  };
}

/** Vercel's and Mixpanel's environments are not to be managed. */
function lists(name: PlatformName, type: string): boolean {
  return type !== TYPES[1] || name === "flagsmith" || name === "split";
}

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  let query: Query;
  beforeAll(async () => {
    workbench = await PlatformWorkbench.start(name);
    await workbench.apply(live(name));
    query = await Query.of(workbench);
  });
  afterAll(async () => {
    await query.close();
    await workbench.stop();
  });

  test("shows everything by names that people search, each with its identity", async () => {
    const names = async (type: string, config = {}) => (await query.list(type, config)).shown.map((each) => each.name);
    expect(await names(TYPES[0])).toEqual(["new-checkout", "theme"]);
    if (lists(name, TYPES[1])) expect(await names(TYPES[1])).toEqual(["development", "preview", "production"]);
    expect(await names(TYPES[3], { environment: "production" })).toEqual(["production/new-checkout", "production/theme"]);
    const everywhere = ["development/theme", "preview/theme", "production/theme"];
    // On Split a flag has a definition where somebody made one.
    expect(await names(TYPES[3], { flag: "theme" })).toEqual(name === "split" ? ["production/theme"] : everywhere);
    expect(await names(TYPES[4])).toEqual(["production/new-checkout/beta"]);
    expect(await names(TYPES[5])).toEqual(["production/new-checkout/anna"]);
    for (const type of TYPES) if (lists(name, type)) expect((await query.list(type)).told).toEqual([]);
  });

  test("asks for nothing twice, and for no object by itself", async () => {
    workbench.forget();
    // What is in a segment of Split is told one by one.
    const isSwept = (type: string): boolean => name !== "split" || type !== "flagform_segment";
    for (const type of TYPES.filter(isSwept)) await query.list(type);
    expect(workbench.requests()).toEqual([]);
  });

  test.each(TYPES)("%s: what is listed is imported by its identity, and plans no change", async (type) => {
    const { shown, told } = await query.list(type);
    if (!lists(name, type)) {
      expect(told.join()).toContain("has no environments to manage");
      expect(shown).toEqual([]);
      return;
    }
    expect(shown).not.toEqual([]);
    const own = type.replace("flagform_", "");
    const bodies = await Promise.all(shown.map(async ({ object }) => asBody(await query.generate(type, object ?? {}))));
    const resources = { [own]: Object.fromEntries(bodies.map((body, index) => [`each_${String(index)}`, body as object])) };
    for (const body of bodies) expect(Object.keys(body as object)).not.toEqual(expect.arrayContaining(["project"]));
    const blocks = shown.map(({ identity }, index) => ({ to: `${type}.each_${String(index)}`, identity }));
    const driver = workbench.newDriver();
    const plan = await driver.plan({ ...workbench.stack(resources), import: blocks });
    expect(plan.actions()).toEqual({});
    workbench.forget();
    await driver.apply(plan);
    expect(workbench.writes()).toEqual([]);
    expect(driver.state.instances.map((each) => withoutRevision(each.attributes))).toEqual(
      [...shown].map((each) => withoutRevision(imported(each))),
    );
  });
});

function imported({ object }: Shown): Readonly<Record<string, unknown>> {
  return object ?? {};
}

/** It fingerprints a configuration. */
function withoutRevision({ revision: _, ...rest }: Readonly<Record<string, unknown>>): object {
  return rest;
}
