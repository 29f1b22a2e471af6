import { DEEP } from "../../support/fast-check";
import { type Bodies, PlatformWorkbench } from "../../support/platform-workbench";
import { type Call, callFlagsmith, callWithBearer } from "../call-platform";

/**
 * What others do to a definition, its rules, overrides and variants that no configuration of ours would: it is drift, one apply puts
 * it right, and the stack can be destroyed with it in place.
 */

const RULES = [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }];
const VARIANTS = { variants: { blue: { value: { string: "sky" } }, red: { value: { string: "rose" } } } };
const AT = {
  environment: "production",
  flag: "${flagform_feature_flag.f.key}",
  flag_id: "${flagform_feature_flag.f.id}",
};
const after = (address: string) => ({ depends_on: [`flagform_${address}`] });

function stackOf(platform: "flagsmith" | "split", exact: boolean): Bodies {
  const isSplit = platform === "split";
  const serve = (variant: "blue" | "red") => ({
    serve: isSplit ? { variant } : { value: { string: variant === "blue" ? "hello" : "hello, you" } },
  });
  const segment = { segment: { s: { name: "pros", rules: RULES } } };
  const rules = isSplit ? { rules: [{ key: "early", when: RULES, ...serve("red") }] } : {};
  const base = { ...AT, enabled: true, ...serve("blue"), ...(isSplit && { ...VARIANTS, when_off: "red" }), ...rules };
  const flag = { feature_flag: { f: { key: "checkout", type: "string", ...(!isSplit && VARIANTS) } } };
  if (exact) {
    const sets = {
      segment_overrides: { pros: { segment_id: "${flagform_segment.s.id}", ...serve("red") } },
      identity_overrides: { ann: serve("red") },
    };
    return { ...flag, ...segment, environment_definition: { d: { ...base, ...sets } } };
  }
  return {
    ...flag,
    ...segment,
    environment_definition: { d: { ...base, ...after("segment.s") } },
    segment_override: {
      o: {
        ...{ ...AT, segment: "pros", segment_id: "${flagform_segment.s.id}", ...serve("red") },
        ...after("environment_definition.d"),
      },
    },
    identity_override: { i: { ...AT, identity: "ann", ...serve("red"), ...after("segment_override.o") } },
  };
}

type Meddle = (call: Call) => Promise<unknown>;

interface FoundThing {
  readonly id: number;
  readonly name: string;
  readonly multivariate_options?: readonly { readonly id: number; readonly key?: string }[];
}

async function flagsmithIds(call: Call) {
  const [project] = (await call("GET", "/api/v1/projects/")) as unknown as FoundThing[];
  const at = `/api/v1/projects/${String(project?.id)}`;
  const listed = async (path: string) => (await call("GET", path))["results"] as FoundThing[];
  const flag = (await listed(`${at}/features/`)).find(({ name }) => name === "checkout");
  const segment = (await listed(`${at}/segments/`)).find(({ name }) => name === "pros");
  return { at, project: project?.id, flag, segment };
}

const served = (value: object, more: object = {}): Meddle => {
  return (call) =>
    call("POST", "/api/experiments/environments/production-key/update-flag-v1/", {
      ...{ feature: { name: "checkout" }, enabled: true, value },
      ...more,
    });
};

const segmentRules =
  (...rules: object[]): Meddle =>
  async (call) => {
    const { at, project, segment } = await flagsmithIds(call);
    await call("PATCH", `${at}/segments/${String(segment?.id)}/`, { name: "pros", project, rules });
  };
const condition = (operator: string, property: string | null, value: string | null) => ({ operator, property, value });
const all = (...conditions: object[]) => ({ type: "ALL", conditions, rules: [] });

const FLAGSMITH: readonly (readonly [string, Meddle])[] = [
  ["a default of another type", served({ type: "integer", value: "5" })],
  ["a default that is an empty text", served({ type: "string", value: "" })],
  [
    "an override of another type",
    async (call) => {
      const { segment } = await flagsmithIds(call);
      await served({ type: "boolean", value: "true" }, { segment: { id: segment?.id } })(call);
    },
  ],
  [
    "a segment's rule that asks for any of conditions and rules",
    segmentRules({ type: "ANY", conditions: [condition("EQUAL", "a", "1")], rules: [all(condition("EQUAL", "b", "2"))] }),
  ],
  ["a condition with nothing to compare", segmentRules(all(condition("EQUAL", "plan", null)))],
  ["a condition on nothing", segmentRules(all(condition("EQUAL", null, "pro")))],
  ["a version where none belongs", segmentRules(all(condition("CONTAINS", "plan", "pro:semver")))],
  ["a list that is no list", segmentRules(all(condition("IN", "plan", "[1,")))],
  ["a share of no number", segmentRules(all(condition("PERCENTAGE_SPLIT", null, "many")))],
  ["a rule without any condition", segmentRules(all())],
  [
    "a variant of another type",
    async (call) => {
      const { at, flag } = await flagsmithIds(call);
      await call("POST", `${at}/features/${String(flag?.id)}/mv-options/`, {
        ...{ type: "int", integer_value: 5, default_percentage_allocation: 0, feature: flag?.id },
      });
    },
  ],
];

const V = "/internal/api/v2";
type Document = Record<string, unknown> & {
  readonly treatments: Record<string, unknown>[];
  readonly rules: Record<string, unknown>[];
};

async function splitPlace(call: Call): Promise<string> {
  const [workspace] = (await call("GET", `${V}/workspaces`))["objects"] as { id: string }[];
  const environments = (await call("GET", `${V}/environments/ws/${String(workspace?.id)}`)) as unknown as FoundThing[];
  const production = environments.find(({ name }) => name === "production");
  return `${V}/splits/ws/${String(workspace?.id)}/checkout/environments/${String(production?.id)}`;
}

const changed =
  (change: (document: Document) => object): Meddle =>
  async (call) => {
    const place = await splitPlace(call);
    const document = (await call("GET", place)) as Document;
    const { treatments, defaultTreatment, rules, defaultRule, baselineTreatment } = document;
    await call("PUT", place, { treatments, defaultTreatment, rules, defaultRule, baselineTreatment, ...change(document) });
  };
const ruled = (...matchers: object[]): Meddle =>
  changed(({ rules }) => ({
    rules: rules.map((rule, index) => (index === rules.length - 1 ? { ...rule, condition: { matchers } } : rule)),
  }));
const configured = (configurations: string): Meddle =>
  changed(({ treatments }) => ({
    treatments: treatments.map((each) => (each["name"] === "blue" ? { ...each, configurations } : each)),
  }));

const SPLIT: readonly (readonly [string, Meddle])[] = [
  ["a rule for nobody", ruled({ type: "ALL_KEYS", negate: true })],
  ["a rule for everyone", ruled({ type: "ALL_KEYS" })],
  ["a rule on a segment and more", ruled({ type: "IN_SEGMENT", string: "vip" }, { type: "ALL_KEYS", negate: true })],
  ["a rule for all but a segment", ruled({ type: "IN_SEGMENT", string: "vip", negate: true })],
  ["a variant whose value is a bare number", configured("5")],
  ["a variant of another type", configured('{"sky":true}')],
  ["a variant without a value", configured("")],
  [
    "an identity that gets another variant",
    changed(({ treatments }) => ({
      treatments: treatments.map((each) => ({ ...each, keys: each["name"] === "blue" ? ["ann"] : [] })),
    })),
  ],
  [
    "shares of nothing",
    changed(() => ({
      defaultRule: [
        { treatment: "blue", size: 60 },
        { treatment: "red", size: 40 },
      ],
    })),
  ],
  ["another treatment when off", changed(() => ({ defaultTreatment: "blue" }))],
];

const CASES = [
  ...FLAGSMITH.map(([what, meddle]) => ["flagsmith", what, meddle] as const),
  ...SPLIT.map(([what, meddle]) => ["split", what, meddle] as const),
];

describe.each(DEEP ? [true, false] : [true])("with exact sets: %s", (exact) => {
  test.each(CASES)("%s: %s", async (platform, _, meddle) => {
    const workbench = await PlatformWorkbench.start(platform);
    const call = platform === "flagsmith" ? callFlagsmith(workbench) : callWithBearer(workbench);
    try {
      const stack = stackOf(platform, exact);
      await workbench.apply(stack);
      await meddle(call);
      workbench.driver = workbench.newDriver().withState(workbench.driver.state);
      const plan = await workbench.plan(stack);
      expect([...new Set(Object.values(plan.actions()))]).toEqual(["update"]);
      await workbench.driver.apply(plan);
      expect((await workbench.plan(stack)).actions()).toEqual({});
      await meddle(call);
      workbench.driver = workbench.newDriver().withState(workbench.driver.state);
      await workbench.destroy(stack);
      expect(workbench.driver.state.instances).toEqual([]);
    } finally {
      await workbench.stop();
    }
  });
});
