import { PlatformWorkbench, refusal } from "../../support/platform-workbench";

/** What the platforms' bodies do not take is refused by the plan, at its attribute, before anything is sent. */

const many = (length: number) => Array.from({ length }, (_, index) => `t${String(index)}`);
const variants = (length: number) => Object.fromEntries(many(length).map((key) => [key, { value: { string: key } }]));
const flag = (settings: object) => ({
  feature_flag: { f: { key: "new", type: "string", variants: variants(2), ...settings } },
});
const segment = (settings: object) => ({ segment: { s: { name: "new", ...settings } } });
const IN = {
  flag: "${flagform_feature_flag.f.key}",
  flag_id: "${flagform_feature_flag.f.id}",
  environment: "production",
};
const definition = (settings: object, more: object = {}) => ({
  ...flag(more),
  environment_definition: { d: { ...IN, enabled: true, serve: { variant: "t0" }, ...settings } },
});
const RULES = [{ key: "early", when: [{ match: "all", conditions: [{ operator: "is_set", trait: "plan" }] }] }];
const archived = definition({}, { archived: true });
const archivedOverride = {
  ...flag({ archived: true }),
  identity_override: { i: { ...IN, identity: "user-1", serve: { variant: "t0" } } },
};

const CASES = {
  vercel: [
    ["a flag without variants", flag({ variants: null }), ["variants"], /Declare at least one/],
    ["a flag of no variants", flag({ variants: {} }), ["variants"], /Declare at least one/],
    ["21 tags", flag({ tags: many(21) }), ["tags"], /20 tags.*there are 21/],
    ["a long tag", flag({ tags: ["x".repeat(65)] }), ["tags"], /64 characters.*has 65/],
    ["six maintainers", flag({ vercel: { maintainers: many(6) } }), ["vercel", "maintainers"], /5 maintainers/],
    ["an archived flag's new definition", archived, ["flag"], /is to be archived.*Set archived = false/s],
    ["an archived flag's new override", archivedOverride, ["flag"], /is to be archived.*Set archived = false/s],
    [
      "a rule's empty serve",
      definition({ rules: RULES.map((rule) => ({ ...rule, serve: {} })) }),
      ["rules", 0, "serve"],
      /exactly one of/,
    ],
    ["what nobody could reuse", definition({ vercel: { reuse: "previe" } }), ["vercel", "reuse"], /"previe".*preview/s],
    ["itself to reuse", definition({ vercel: { reuse: "production" } }), ["vercel", "reuse"], /cannot reuse itself/],
    ["a rule that serves nothing", definition({ rules: RULES }), ["rules", 0, "serve"], /The flag has type string/],
    [
      "a set's override that serves nothing",
      definition({ identity_overrides: { u: { enabled: true } } }),
      ["identity_overrides", "u", "serve"],
      /The flag has type string/,
    ],
    ["no variants of a boolean", flag({ type: "boolean", variants: {} }), ["variants"], /"on" \(true\) and "off" \(false\)/],
    ["a long label", segment({ vercel: { label: "x".repeat(129) } }), ["vercel", "label"], /128 characters.*has 129/],
  ],
  mixpanel: [
    ["a flag without variants", flag({ variants: null }), ["variants"], /Declare at least one/],
    ["twelve variants", flag({ variants: variants(12) }), ["variants"], /11 variants.*there are 12/],
    ["a group key alone", flag({ mixpanel: { context: "company_id" } }), ["mixpanel", "context"], /data_group/],
    ["another method", flag({ mixpanel: { serving_method: "both" } }), ["mixpanel", "serving_method"], /"remote_only"/],
    ["an archived flag's new definition", archived, ["flag"], /is to be archived.*Set archived = false/s],
    ["an archived flag's new override", archivedOverride, ["flag"], /is to be archived.*Set archived = false/s],
    ["a rule that serves nothing", definition({ rules: RULES }), ["rules", 0, "serve"], /The flag has type string/],
    [
      "a set's override that serves nothing",
      definition({ identity_overrides: { u: { enabled: true } } }),
      ["identity_overrides", "u", "serve"],
      /The flag has type string/,
    ],
    ["no rules", segment({ rules: [] }), ["rules"], /at least one condition/],
  ],
} as const;

describe.each(["vercel", "mixpanel"] as const)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeAll(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterAll(() => workbench.stop());

  test.each(CASES[name])("%s", async (_what, stack, path, words) => {
    const sent = await workbench.requestsOf(async () => {
      const [diagnostic] = await refusal(workbench.plan(stack));
      expect(diagnostic?.path).toEqual(path);
      expect(diagnostic?.detail).toMatch(words);
    });
    expect(sent.filter((each) => !each.startsWith("GET"))).toEqual([]);
  });

  test("what is within the limits is planned", async () => {
    const fits = name === "vercel" ? { tags: many(20), vercel: { maintainers: many(5) } } : { variants: variants(11) };
    expect((await workbench.plan(flag(fits))).actions()).toEqual({ "flagform_feature_flag.f": "create" });
    expect((await workbench.plan(flag({ variants: null, adopt_existing: true }))).actions()).toEqual({
      "flagform_feature_flag.f": "create",
    });
  });
});
