import { FlagsmithWorkbench, on } from "../../support/flagsmith-workbench";
import type { Bodies } from "../../support/platform-workbench";

/**
 * Each example of the vendor's page on direct access to the API that is about environments, flags and segments, as a stack
 * (those about identities and traits are in vendor-examples-identities.test.ts). All of the page can be said.
 */
const feature = (workbench: FlagsmithWorkbench, id: unknown): string =>
  `/api/v1/projects/${workbench.project}/features/${String(id)}/`;

describe("on any server", () => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open();
  });
  afterEach(() => workbench.stop());

  test("create a new environment", async () => {
    expect(await workbench.apply({ environment: { new: { name: "New Environment" } } })).toEqual([
      {
        method: "POST",
        path: "/api/v1/environments/",
        body: { name: "New Environment", project: Number(workbench.project) },
      },
    ]);
  });

  test("get environment flags: a data source asks as an application does", async () => {
    await workbench.flagByHand("banner", { initial_value: "first", default_enabled: true });
    workbench.forget();
    await workbench.driver.apply(await workbench.plan({}, { data: { evaluation: { all: { environment: "production" } } } }));
    expect(workbench.driver.instance("data.flagform_evaluation.all")?.attributes["flags"]).toMatchObject({
      banner: { enabled: true, value: { string: "first" } },
    });
    expect(workbench.requests()).toContain("GET /api/v1/flags/");
  });

  test("create a feature", async () => {
    expect(await workbench.apply({ feature_flag: { it: { key: "my_feature" } } })).toMatchObject([
      { method: "POST", path: `/api/v1/projects/${workbench.project}/features/`, body: { name: "my_feature" } },
    ]);
    expect(await workbench.api("GET", feature(workbench, workbench.attributes("feature_flag.it")["id"]))).toMatchObject({
      name: "my_feature",
    });
  });
});

const rules = (value: string): object[] => [
  {
    match: "all",
    rules: [{ match: "any", conditions: [{ operator: "equal_to", trait: "my_trait", value }] }],
  },
];
const sentRules = (value: string): object[] => [
  {
    type: "ALL",
    conditions: [],
    rules: [{ type: "ANY", conditions: [{ operator: "EQUAL", property: "my_trait", value }], rules: [] }],
  },
];

describe("on a server without a flag API, in an environment without feature versioning", () => {
  let workbench: FlagsmithWorkbench;
  let flag: number;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open({ server: "2.200" });
    flag = Number(await workbench.flagByHand("banner", { initial_value: "first" }));
  });
  afterEach(() => workbench.stop());

  test("update the value and state of a feature in an environment", async () => {
    const stack = {
      environment_definition: {
        it: { ...on(workbench.production, "production"), enabled: true, serve: { value: { string: "new value" } } },
      },
    };
    const [write, ...more] = await workbench.apply(stack);
    expect(more).toEqual([]);
    expect(write).toEqual({
      method: "PUT",
      path: expect.stringMatching(/^\/api\/v1\/features\/featurestates\/\d+\/$/),
      body: {
        ...{ enabled: true, environment: Number(workbench.production.id), feature: flag },
        feature_state_value: { type: "unicode", string_value: "new value" },
      },
    });
    // As the page does it, with a raw value and PATCH.
    const states = `/api/v1/environments/${workbench.production.key}/featurestates/`;
    const { results } = (await workbench.api("GET", `${states}?feature_name=banner`)) as unknown as {
      results: { id: number }[];
    };
    await workbench.api("PATCH", `${states}${String(results[0]?.id)}/`, { enabled: true, feature_state_value: "new value" });
    expect((await workbench.plan(stack)).empty).toBe(true);
  });

  const segment = (flagsmith?: object): Bodies => ({
    segment: { it: { name: "my-segment", rules: rules("my-value"), ...(flagsmith && { flagsmith }) } },
  });

  test.each([false, true])("create a segment and a segment override (feature-specific: %s)", async (isSpecific) => {
    const stack = {
      ...segment(isSpecific ? { flag: "banner" } : undefined),
      segment_override: {
        it: {
          ...on(workbench.production, "production"),
          ...{ segment: "${flagform_segment.it.name}", segment_id: "${flagform_segment.it.id}" },
          serve: { value: { string: "for the segment" } },
        },
      },
    };
    const writes = await workbench.apply(stack);
    const id = String(workbench.attributes("segment.it")["id"]);
    const body = { name: "my-segment", project: Number(workbench.project), rules: sentRules("my-value") };
    expect(writes).toEqual([
      {
        method: "POST",
        path: `/api/v1/projects/${workbench.project}/segments/`,
        body: { ...body, ...(isSpecific && { feature: flag }) },
      },
      // The page's second and third request, the link and its state, are one.
      {
        method: "POST",
        path: `/api/v1/environments/${workbench.production.key}/features/${String(flag)}/create-segment-override/`,
        body: {
          enabled: true,
          feature_segment: { priority: 0, segment: Number(id) },
          feature_state_value: { type: "unicode", string_value: "for the segment" },
        },
      },
    ]);
    expect((await workbench.served(workbench.production, "banner")).overrides).toEqual([[id, true, "for the segment", 0]]);

    // As the page does it.
    await workbench.apply(isSpecific ? segment({ flag: "banner" }) : segment());
    const place = { feature: flag, segment: Number(id), environment: Number(workbench.production.id) };
    const link = await workbench.api("POST", "/api/v1/features/feature-segments/", place);
    await workbench.api("POST", "/api/v1/features/featurestates/", {
      ...{ feature: flag, feature_segment: link["id"], environment: Number(workbench.production.id), enabled: true },
      feature_state_value: { type: "unicode", string_value: "for the segment" },
    });
    expect((await workbench.served(workbench.production, "banner")).overrides).toEqual([[id, true, "for the segment", 0]]);
  });

  test("update a segment's rules", async () => {
    await workbench.apply(segment());
    const id = String(workbench.attributes("segment.it")["id"]);
    const changed = { segment: { it: { name: "my-segment", rules: rules("another-value") } } };
    expect(await workbench.apply(changed)).toMatchObject([
      {
        method: "PUT",
        path: `/api/v1/projects/${workbench.project}/segments/${id}/`,
        body: { name: "my-segment", rules: sentRules("another-value") },
      },
    ]);
    // As the page does it.
    await workbench.api("PATCH", `/api/v1/projects/${workbench.project}/segments/${id}/`, {
      rules: sentRules("another-value"),
    });
    expect((await workbench.plan(changed)).empty).toBe(true);
  });
});
