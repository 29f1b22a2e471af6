import { Lab, on, type Bodies } from "../lab";

/**
 * Each example of the vendor's page on direct access to the API that is about environments, flags and segments, as a stack
 * (those about identities and traits are in vendor-examples-identities.test.ts). All of the page can be said.
 */
const feature = (lab: Lab, id: unknown): string => `/api/v1/projects/${lab.project}/features/${String(id)}/`;

describe("on any server", () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start();
  });
  afterEach(() => lab.stop());

  test("create a new environment", async () => {
    expect(await lab.apply({ environment: { new: { name: "New Environment" } } })).toEqual([
      {
        method: "POST",
        path: "/api/v1/environments/",
        body: { name: "New Environment", project: Number(lab.project) },
      },
    ]);
  });

  test("get environment flags: a data source asks as an application does", async () => {
    await lab.flagByHand("banner", { initial_value: "first", default_enabled: true });
    lab.forget();
    await lab.driver.apply(await lab.plan({}, { data: { evaluation: { all: { environment: "production" } } } }));
    expect(lab.driver.instance("data.flagform_evaluation.all")?.attributes["flags"]).toMatchObject({
      banner: { enabled: true, value: { string: "first" } },
    });
    expect(lab.requests()).toContain("GET /api/v1/flags/");
  });

  test("create a feature", async () => {
    expect(await lab.apply({ feature_flag: { it: { key: "my_feature" } } })).toMatchObject([
      { method: "POST", path: `/api/v1/projects/${lab.project}/features/`, body: { name: "my_feature" } },
    ]);
    expect(await lab.api("GET", feature(lab, lab.attributes("feature_flag.it")["id"]))).toMatchObject({
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
  let lab: Lab;
  let flag: number;
  beforeEach(async () => {
    lab = await Lab.start({ server: "2.200" });
    flag = Number(await lab.flagByHand("banner", { initial_value: "first" }));
  });
  afterEach(() => lab.stop());

  test("update the value and state of a feature in an environment", async () => {
    const stack = {
      environment_definition: {
        it: { ...on(lab.production, "production"), enabled: true, serve: { value: { string: "new value" } } },
      },
    };
    const [write, ...more] = await lab.apply(stack);
    expect(more).toEqual([]);
    expect(write).toEqual({
      method: "PUT",
      path: expect.stringMatching(/^\/api\/v1\/features\/featurestates\/\d+\/$/),
      body: {
        ...{ enabled: true, environment: Number(lab.production.id), feature: flag },
        feature_state_value: { type: "unicode", string_value: "new value" },
      },
    });
    // As the page does it, with a raw value and PATCH.
    const states = `/api/v1/environments/${lab.production.key}/featurestates/`;
    const { results } = (await lab.api("GET", `${states}?feature_name=banner`)) as unknown as { results: { id: number }[] };
    await lab.api("PATCH", `${states}${String(results[0]?.id)}/`, { enabled: true, feature_state_value: "new value" });
    expect((await lab.plan(stack)).empty).toBe(true);
  });

  const segment = (flagsmith?: object): Bodies => ({
    segment: { it: { name: "my-segment", rules: rules("my-value"), ...(flagsmith && { flagsmith }) } },
  });

  test.each([false, true])("create a segment and a segment override (feature-specific: %s)", async (isSpecific) => {
    const stack = {
      ...segment(isSpecific ? { flag: "banner" } : undefined),
      segment_override: {
        it: {
          ...on(lab.production, "production"),
          ...{ segment: "${flagform_segment.it.name}", segment_id: "${flagform_segment.it.id}" },
          serve: { value: { string: "for the segment" } },
        },
      },
    };
    const writes = await lab.apply(stack);
    const id = String(lab.attributes("segment.it")["id"]);
    const body = { name: "my-segment", project: Number(lab.project), rules: sentRules("my-value") };
    expect(writes).toEqual([
      {
        method: "POST",
        path: `/api/v1/projects/${lab.project}/segments/`,
        body: { ...body, ...(isSpecific && { feature: flag }) },
      },
      // The page's second and third request, the link and its state, are one.
      {
        method: "POST",
        path: `/api/v1/environments/${lab.production.key}/features/${String(flag)}/create-segment-override/`,
        body: {
          enabled: true,
          feature_segment: { priority: 0, segment: Number(id) },
          feature_state_value: { type: "unicode", string_value: "for the segment" },
        },
      },
    ]);
    expect((await lab.served(lab.production, "banner")).overrides).toEqual([[id, true, "for the segment", 0]]);

    // As the page does it.
    await lab.apply(isSpecific ? segment({ flag: "banner" }) : segment());
    const place = { feature: flag, segment: Number(id), environment: Number(lab.production.id) };
    const link = await lab.api("POST", "/api/v1/features/feature-segments/", place);
    await lab.api("POST", "/api/v1/features/featurestates/", {
      ...{ feature: flag, feature_segment: link["id"], environment: Number(lab.production.id), enabled: true },
      feature_state_value: { type: "unicode", string_value: "for the segment" },
    });
    expect((await lab.served(lab.production, "banner")).overrides).toEqual([[id, true, "for the segment", 0]]);
  });

  test("update a segment's rules", async () => {
    await lab.apply(segment());
    const id = String(lab.attributes("segment.it")["id"]);
    const changed = { segment: { it: { name: "my-segment", rules: rules("another-value") } } };
    expect(await lab.apply(changed)).toMatchObject([
      {
        method: "PUT",
        path: `/api/v1/projects/${lab.project}/segments/${id}/`,
        body: { name: "my-segment", rules: sentRules("another-value") },
      },
    ]);
    // As the page does it.
    await lab.api("PATCH", `/api/v1/projects/${lab.project}/segments/${id}/`, { rules: sentRules("another-value") });
    expect((await lab.plan(changed)).empty).toBe(true);
  });
});
