import { DriverError } from "../../../src/testing/failure";
import { type Bodies, type PlatformName, PlatformWorkbench } from "../../support/platform-workbench";

/** What settings name must be there, and what stays as it was made must not change: known from lists, so refused when Terraform plans. */

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const RULES = [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }];
const LIST = { name: "pros", description: "who pays", identities: ["u1"] };
const VARIANTS = { blue: { value: { string: "sky" } }, red: { value: { string: "rose" } } };

const flag = (more: object): Bodies => ({ feature_flag: { f: { key: "banner", type: "boolean", ...more } } });
const segment = (more: object): Bodies => ({ segment: { s: { name: "pros", ...more } } });
const environment = (more: object): Bodies => ({ environment: { n: { name: "qa", ...more } } });
const definition = (more: object, ofFlag: object = { type: "string" }): Bodies => ({
  ...flag(ofFlag),
  environment_definition: { d: { ...F, environment: "production", enabled: true, ...more } },
});
const traits = (integer: number): Bodies => ({
  identity: { i: { environment: "production", identity: "u1", traits: { seats: { integer } } } },
});
const shared = { type: "string", variants: VARIANTS };
const BLUE = { enabled: true, serve: { variant: "blue" } };
const byValue = { serve: { value: { string: "sky" } } };

interface Refused {
  readonly before?: Bodies;
  readonly stack: Bodies;
  readonly path: readonly string[];
  readonly words: string;
}

const CASES: Readonly<Partial<Record<PlatformName, Readonly<Record<string, Refused>>>>> = {
  split: {
    "a traffic type": { stack: flag({ split: { traffic_type: "usr" } }), path: ["split", "traffic_type"], words: '"user"' },
    "a rollout status, of a flag that is there": {
      before: flag({}),
      stack: flag({ split: { rollout_status: "Rampin" } }),
      path: ["split", "rollout_status"],
      words: '"Ramping"',
    },
    "a segment's traffic type": {
      stack: segment({ identities: [], split: { traffic_type: "usr" } }),
      path: ["split", "traffic_type"],
      words: '"user"',
    },
    "another traffic type of a flag": {
      before: flag({ split: { traffic_type: "user" } }),
      stack: flag({ split: { traffic_type: "constructor" } }),
      path: ["split", "traffic_type"],
      words: '"user"',
    },
    "another traffic type of a segment": {
      before: segment({ ...LIST, split: { traffic_type: "user" } }),
      stack: segment({ ...LIST, split: { traffic_type: "constructor" } }),
      path: ["split", "traffic_type"],
      words: '"user"',
    },
    "a segment's environment": {
      stack: segment({ identities: [], split: { environments: ["prod"] } }),
      path: ["split", "environments"],
      words: '"production"',
    },
    "identities of a segment of rules": {
      stack: segment({ rules: RULES, identities: ["u1"] }),
      path: ["identities"],
      words: "rule_based segment lists no identities",
    },
    "rules of a segment that is a list": {
      before: segment(LIST),
      stack: segment({ ...LIST, rules: RULES }),
      path: ["rules"],
      words: "standard segment has no rules",
    },
    "another description of a segment": {
      before: segment(LIST),
      stack: segment({ ...LIST, description: "others" }),
      path: ["description"],
      words: "cannot change the description",
    },
    "another name of a segment": {
      before: segment(LIST),
      stack: segment({ ...LIST, name: "others" }),
      path: ["name"],
      words: "cannot change the name",
    },
    "another kind of a segment": {
      before: segment(LIST),
      stack: segment({ ...LIST, split: { kind: "large" } }),
      path: ["split", "kind"],
      words: "cannot change the kind",
    },
    "a definition that is on and serves nothing": {
      stack: definition({ variants: VARIANTS }, shared),
      path: ["serve"],
      words: "Set `serve` together with `enabled`",
    },
    "a baseline that is no variant": {
      stack: definition({ variants: VARIANTS, serve: { variant: "red" }, split: { baseline_treatment: "green" } }, shared),
      path: ["split", "baseline_treatment"],
      words: 'It has "blue", "red"',
    },
    "a baseline, of a definition that is there": {
      before: definition({ variants: VARIANTS, serve: { variant: "red" }, split: { baseline_treatment: "red" } }, shared),
      stack: definition({ variants: VARIANTS, serve: { variant: "red" }, split: { baseline_treatment: "green" } }, shared),
      path: ["split", "baseline_treatment"],
      words: 'It has "blue", "red"',
    },
    "a flag set, where there is none": {
      stack: definition({ variants: VARIANTS, serve: { variant: "red" }, split: { flag_sets: ["web"] } }, shared),
      path: ["split", "flag_sets"],
      words: "It has none",
    },
    "a priority within a set": {
      stack: definition(
        { variants: VARIANTS, serve: { variant: "red" }, segment_overrides: { beta: { ...BLUE, priority: 1 } } },
        shared,
      ),
      path: ["segment_overrides", "beta", "priority"],
      words: "remove priority",
    },
  },
  flagsmith: {
    "a flag's owner": {
      stack: flag({ flagsmith: { owners: ["nobody@example.com"] } }),
      path: ["flagsmith", "owners"],
      words: "nobody@example.com",
    },
    "a custom field": {
      stack: segment({ rules: RULES, flagsmith: { metadata: { Ticket: "1" } } }),
      path: ["flagsmith", "metadata"],
      words: 'no custom field "Ticket"',
    },
    "the flag that a segment is for": {
      stack: segment({ rules: RULES, flagsmith: { flag: "baner" } }),
      path: ["flagsmith", "flag"],
      words: 'no flag "baner"',
    },
    "the environment that is copied": {
      stack: environment({ flagsmith: { clone_from: "prodution" } }),
      path: ["flagsmith", "clone_from"],
      words: '"production"',
    },
    "a long colour": {
      stack: environment({ flagsmith: { banner_colour: "#ff000000" } }),
      path: ["flagsmith", "banner_colour"],
      words: "more than 7 characters",
    },
    "an organisation": {
      stack: { project: { p: { name: "Other", organisation: "Acmee" } } },
      path: ["organisation"],
      words: 'no organisation "Acmee"',
    },
    "a trait that the database has no room for": {
      stack: traits(2 ** 31),
      path: ["traits", "seats"],
      words: "32-bit integers",
    },
    "a variant of a flag that nobody gave any": {
      before: definition(byValue),
      stack: definition({ serve: { variant: "blue" } }),
      path: ["serve", "variant"],
      words: "It has none yet",
    },
    "another segment's id in a set": {
      before: definition({ ...byValue, segment_overrides: { beta: { ...byValue } } }),
      stack: definition({ ...byValue, segment_overrides: { beta: { ...byValue, segment_id: "999999" } } }),
      path: ["segment_overrides"],
      words: 'no segment "id:999999"',
    },
    "a variant of a set's override": {
      before: definition(byValue),
      stack: definition({ ...byValue, identity_overrides: { u1: { serve: { variant: "blue" } } } }),
      path: ["identity_overrides", "u1", "serve", "variant"],
      words: "It has none yet",
    },
  },
  vercel: {
    "a variant that the flag does not have, whose variants are nobody's": {
      before: definition({ serve: { variant: "blue" } }, shared),
      stack: definition({ serve: { variant: "green" } }, { type: "string" }),
      path: ["serve", "variant"],
      words: 'It has "blue", "red"',
    },
  },
};

const EVERYWHERE: Readonly<Record<string, Refused>> = {
  "another project": {
    before: flag({}),
    stack: flag({ project: "Shopp" }),
    path: ["project"],
    words: 'no project "Shopp"',
  },
};

describe.each(["flagsmith", "split", "vercel"] as const)("%s", (platform) => {
  let workbench: PlatformWorkbench;
  beforeAll(async () => {
    workbench = await PlatformWorkbench.start(platform);
  });
  afterAll(() => workbench.stop());

  test.each(Object.entries({ ...EVERYWHERE, ...CASES[platform] }))(
    "%s that cannot be is refused at plan, and nothing is written",
    async (_what, { before, stack, path, words }) => {
      workbench.driver = workbench.newDriver();
      if (before) await workbench.apply(before);
      const sent = workbench.server.requests().length;
      const failure = await workbench.plan(stack).then(
        () => "planned",
        (cause: unknown) => cause,
      );
      if (!(failure instanceof DriverError)) throw new Error(`not refused: ${String(failure)}`);
      expect(failure.diagnostics).toEqual(
        expect.arrayContaining([expect.objectContaining({ path, detail: expect.stringContaining(words) })]),
      );
      const writes = workbench.server.requests().slice(sent);
      expect(writes.filter(({ method }) => method !== "GET")).toEqual([]);
      if (before) await workbench.destroy(before);
    },
  );
});

test("what settings name may be made in the same run", async () => {
  const workbench = await PlatformWorkbench.start("split");
  const made = {
    environment: { n: { name: "qa" } },
    segment: { s: { ...LIST, split: { environments: ["${flagform_environment.n.name}"] } } },
  };
  await workbench.apply(made);
  expect((await workbench.plan(made)).empty).toBe(true);
  await workbench.stop();
});

test("a variant that the flag is given in the same run is served", async () => {
  const workbench = await PlatformWorkbench.start("flagsmith");
  await workbench.apply(definition(byValue));
  const given = definition({ serve: { variant: "blue" } }, shared);
  await workbench.apply(given);
  expect((await workbench.plan(given)).empty).toBe(true);
  await workbench.stop();
});
