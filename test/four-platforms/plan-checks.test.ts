import { Driver } from "../../src/testing/driver";
import { hastyClock } from "../support/clocks";
import {
  type Bodies,
  type PlatformName,
  PLATFORMS,
  PlatformWorkbench,
  refusal,
  type StackParts,
} from "../support/platform-workbench";

/** A plan that cannot apply fails at plan, on each platform, and a check never keeps people from destroying. */

const HOUR = 60 * 60 * 1000;

const KEEPS: Bodies = { feature_flag: { keeps: { key: "keeps", type: "boolean" } } };
const IN = { environment: "production", flag: "banner", enabled: true };
const definition = (more: object = {}): Bodies => ({ environment_definition: { d: { ...IN, ...more } } });
const rulesOf = (name: PlatformName): object =>
  name === "split"
    ? { identities: ["ada"] }
    : { rules: [{ match: "all", conditions: [{ operator: "is_set", trait: "plan" }] }] };

interface Case {
  readonly stack: Bodies;
  readonly settings?: StackParts;
  readonly words: RegExp;
}

const KEY_OF: Readonly<Record<PlatformName, string>> = {
  flagsmith: "api_key",
  split: "api_key",
  vercel: "token",
  mixpanel: "secret",
};

const WRONG_NAMES: Readonly<Record<string, Case>> = {
  "a flag": {
    stack: definition({ flag: "baner" }),
    words: /no flag "baner"[^]*"banner"[^]*flag_id = flagform_feature_flag/,
  },
  "a flag's id": { stack: definition({ flag: null, flag_id: "999999" }), words: /no flag "id:999999"/ },
  "an environment": { stack: definition({ environment: "prodution" }), words: /"prodution"[^]*"?production"?/ },
  "a segment": {
    stack: { segment_override: { s: { ...IN, segment: "betta" } } },
    words: /no segment "betta"[^]*"beta"/,
  },
  "a segment of a set": {
    stack: definition({ segment_overrides: { betta: { enabled: true } } }),
    words: /no segment "betta"[^]*"beta"/,
  },
  "an override's flag": {
    stack: { identity_override: { i: { ...IN, flag: "baner", identity: "ada" } } },
    words: /no flag "baner"[^]*"banner"/,
  },
};

function casesOf(name: PlatformName): Readonly<Record<string, Case>> {
  const stack = definition();
  const wrongProject: Case =
    name === "mixpanel"
      ? { stack, settings: { platform: { environments: { production: { project: "999999" } } } }, words: /999999/ }
      : { stack, settings: { provider: { project: "Shopp" } }, words: /"?Shopp"?/ };
  return {
    ...WRONG_NAMES,
    "a project": wrongProject,
    "a key": { stack, settings: { platform: { [KEY_OF[name]]: "wrong.key" } }, words: /40[13]/ },
    "a host": {
      stack,
      settings: { platform: { host: "http://127.0.0.1:9" } },
      words: /127\.0\.0\.1:9[^]*(ECONNREFUSED|refused)/i,
    },
    "a flag that stands in the way": {
      stack: { feature_flag: { f: { key: "banner", type: "boolean" } } },
      words: /create flag banner[^]*import it with the id "banner"[^]*adopt_existing = true/,
    },
    "a segment that stands in the way": {
      stack: { segment: { s: { name: "beta", ...rulesOf(name) } } },
      words: /create segment beta[^]*import it with the id "beta"[^]*adopt_existing = true/,
    },
    ...(name === "flagsmith" || name === "split"
      ? {
          "an environment that stands in the way": {
            stack: { environment: { e: { name: "production" } } },
            words: /create environment production[^]*import it with the id "production"[^]*adopt_existing = true/,
          },
        }
      : {}),
  };
}

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  let now: number;
  beforeAll(async () => {
    now = Date.now();
    workbench = await PlatformWorkbench.start(name, { clock: () => new Date(now), hooks: { clock: hastyClock() } });
    await workbench.newDriver().apply(workbench.stack({ feature_flag: { f: { key: "banner", type: "boolean" } } }));
    await workbench.apply(KEEPS);
    // Long enough ago that no run of this configuration was interrupted by it.
    now += HOUR;
  });
  afterAll(() => workbench.stop());

  const cases = casesOf(name);

  test.each(Object.keys(cases))("%s: refused at plan; a destroy goes on with -refresh=false", async (what) => {
    const { stack, settings, words } = cases[what] ?? { stack: {}, words: /^/ };
    const broken = { ...KEEPS, ...stack, feature_flag: { ...KEEPS["feature_flag"], ...stack["feature_flag"] } };
    const sent = await workbench.requestsOf(async () => {
      // A refresh would end before any look with what it says itself.
      const driver = settings ? workbench.newDriver() : workbench.driver;
      const [diagnostic] = await refusal(driver.plan(workbench.stack(broken, settings)));
      expect(`${diagnostic?.summary ?? ""}: ${diagnostic?.detail ?? ""}`).toMatch(words);
      expect(diagnostic?.detail).toContain("To destroy anyway: terraform destroy -refresh=false.");
    });
    expect(sent.filter((each) => !each.startsWith("GET"))).toEqual([]);
    const destroy = await workbench.driver.plan(workbench.stack(broken, settings), { destroy: true, refresh: false });
    expect(destroy.actions()).toEqual({ "flagform_feature_flag.keeps": "delete" });
  });

  test("with plan_checks = false nothing is looked up", async () => {
    const stack = definition({ flag: "baner" });
    const driver = workbench.newDriver();
    const sent = await workbench.requestsOf(() => driver.plan(workbench.stack(stack, { provider: { plan_checks: false } })));
    expect(sent).toEqual([]);
  });
});

describe.each(PLATFORMS)("%s: what a run makes", (name) => {
  let workbench: PlatformWorkbench;
  beforeAll(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterAll(() => workbench.stop());

  const makes = name === "flagsmith" || name === "split";
  const made = {
    feature_flag: { f: { key: "new", type: "boolean" } },
    // On Split it exists in the environments that are there when it is made.
    segment: { s: { name: "crew", ...rulesOf(name), ...(makes && { depends_on: ["flagform_environment.e"] }) } },
    ...(makes && { environment: { e: { name: "qa" } } }),
  };

  test("is known by its ids", async () => {
    const environment = makes ? { environment_id: "${flagform_environment.e.id}" } : { environment: "production" };
    const unit = { ...environment, flag_id: "${flagform_feature_flag.f.id}" };
    const stack: Bodies = {
      ...made,
      environment_definition: { d: { ...unit, enabled: true } },
      segment_override: { o: { ...unit, segment_id: "${flagform_segment.s.id}", enabled: false } },
    };
    await workbench.apply(stack);
    expect((await workbench.plan(stack)).empty).toBe(true);
    await workbench.destroy(stack);
  });

  test("may have a name that is only known at apply, and turns out to be as before", async () => {
    const stack = (salt: number): Bodies => ({
      terraform_data: { later: { input: { salt, name: "crew" } } },
      segment: { s: { name: "${terraform_data.later.output.name}", ...rulesOf(name) } },
    });
    await workbench.apply(stack(1));
    expect((await workbench.plan(stack(2))).actions()).toEqual({
      "flagform_segment.s": "update",
      "terraform_data.later": "update",
    });
    expect(await workbench.apply(stack(2))).toEqual([]);
    await workbench.destroy(stack(2));
  });

  test("is known by bare names too, once its own plan came by", async () => {
    const unit = { environment: makes ? "qa" : "production", flag: "new", depends_on: Object.keys(made).map(addressOf) };
    const stack: Bodies = {
      ...made,
      environment_definition: { d: { ...unit, enabled: true, segment_overrides: { crew: { enabled: false } } } },
    };
    await workbench.apply(stack);
    expect((await workbench.plan(stack)).empty).toBe(true);
    await workbench.destroy(stack);
    expect(workbench.driver.state.instances).toEqual([]);
  });
});

test.each(PLATFORMS)(
  "%s: what was planned by name before its flag or segment is replaced is not left behind",
  async (name) => {
    const workbench = await PlatformWorkbench.start(name);
    try {
      const set = { segment_overrides: { crew: { enabled: false } } };
      const stack = (own: object): Bodies => ({
        environment_definition: { d: { ...IN, ...set, ...own } },
        feature_flag: { f: { key: "banner", type: "boolean" } },
        segment: { s: { name: "crew", ...rulesOf(name) } },
      });
      const after = stack({ depends_on: ["flagform_feature_flag.f", "flagform_segment.s"] });
      await workbench.apply(after);
      const replace = (thing: string, own: Bodies) =>
        // One after the other, the definition first where nothing says otherwise.
        new Driver({ ...workbench.launching, parallelism: 1, state: workbench.driver.state }).plan(workbench.stack(own), {
          replace: [thing],
        });
      const [diagnostic] = await refusal(replace("flagform_segment.s", stack({})));
      expect(diagnostic).toMatchObject({ address: "flagform_segment.s" });
      expect(diagnostic?.detail).toMatch(
        /refer to the segment "crew" by its name only.*crew in a set.*segment_id = flagform_segment/s,
      );
      const update = { "flagform_environment_definition.d": "update" };
      expect((await replace("flagform_segment.s", after)).actions()).toEqual({ "flagform_segment.s": "replace", ...update });
      // A flag of a key that was deleted cannot be made again there.
      if (name === "mixpanel") return;
      expect((await refusal(replace("flagform_feature_flag.f", stack({}))))[0]?.detail).toMatch(
        /refer to the flag "banner" by its name only.*production\/banner.*flag_id = flagform_feature_flag.*depends_on.*destroy anyway/s,
      );
      const referring = stack({ flag_id: "${flagform_feature_flag.f.id}" });
      for (const each of [after, referring])
        expect((await replace("flagform_feature_flag.f", each)).actions()).toEqual({
          "flagform_feature_flag.f": "replace",
          ...update,
        });
    } finally {
      await workbench.stop();
    }
  },
);

function addressOf(type: string): string {
  const names: Readonly<Record<string, string>> = { feature_flag: "f", segment: "s", environment: "e" };
  return `flagform_${type}.${names[type] ?? ""}`;
}

test.each(PLATFORMS)("%s: a flag that is gone is warned of, and keeps nobody from destroying", async (name) => {
  const workbench = await PlatformWorkbench.start(name);
  try {
    const theirs = { feature_flag: { f: { key: "banner", type: "boolean" } } };
    const other = workbench.newDriver();
    await other.apply(workbench.stack(theirs));
    await workbench.apply(definition());
    await other.destroy(workbench.stack(theirs));
    const plan = await workbench.plan(definition());
    expect(plan.diagnostics).toMatchObject([{ severity: "warning", summary: "The flag no longer exists" }]);
    await workbench.driver.destroy(workbench.stack(definition()));
    expect(workbench.driver.state.instances).toEqual([]);
  } finally {
    await workbench.stop();
  }
});
