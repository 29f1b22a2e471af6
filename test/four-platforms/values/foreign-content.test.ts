import { type Bodies, type PlatformName, PlatformWorkbench, SECRET } from "../../support/platform-workbench";
import { callerOf } from "../call-platform";

/**
 * What others put into an object and no configuration of ours can say reads as drift, with words for what it is; it can be
 * planned, changed and destroyed.
 */

const RULES = [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }];
const BLUE = { serve: { variant: "blue" } };
const RED = { serve: { variant: "red" } };
const VARIANTS = { variants: { blue: { value: { string: "sky" } }, red: { value: { string: "rose" } } } };

function stackOf(name: PlatformName, description: string): Bodies {
  const flag = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
  const settings = name === "split" ? {} : { description };
  return {
    feature_flag: { f: { key: "checkout", type: "string", ...VARIANTS } },
    segment: { s: { name: "pros", rules: RULES, ...settings } },
    environment_definition: {
      d: {
        ...{ ...flag, environment: "production", enabled: true, ...BLUE, ...VARIANTS },
        ...(name !== "mixpanel" && { when_off: "red" }),
        rules: [{ key: "early", when: RULES, ...RED }],
        depends_on: ["flagform_segment.s"],
      },
    },
    segment_override: {
      o: {
        ...{ ...flag, environment: "production", segment: "pros", segment_id: "${flagform_segment.s.id}", ...RED },
        depends_on: ["flagform_environment_definition.d"],
      },
    },
  };
}

interface Meddler {
  /** What stands in the segment then, as the warning says it. */
  readonly words: RegExp;
  meddle(workbench: PlatformWorkbench): Promise<void>;
}

const MEDDLERS: Readonly<Record<"split" | "vercel" | "mixpanel", Meddler>> = {
  vercel: {
    words: /the condition `user\.plan eq "PRO" \(any case\)`/,
    async meddle(workbench) {
      const call = callerOf(workbench, { Authorization: `Bearer ${SECRET}` });
      const P = "/v1/projects/Shop/feature-flags";
      const foreign = {
        lhs: { type: "entity", kind: "user", attribute: "plan" },
        ...{ cmp: "eq", rhs: "PRO", cmpOptions: { ignoreCase: true } },
      };
      const rules = [{ id: "odd", conditions: [foreign], outcome: { type: "all" } }];
      await call("PATCH", `${P}/segments/pros?slug=acme`, { data: { rules, include: {}, exclude: {} } });
      const flag = await call("GET", `${P}/flags/checkout?slug=acme`);
      const environments = flag["environments"] as Record<string, { rules: { id: string; outcome: unknown }[] }>;
      const { revision: _, ...production } = environments["production"] as Record<string, unknown> & {
        rules: { id: string; outcome: unknown }[];
      };
      // A rollout that ends half-way is none of ours.
      const base = { type: "entity", kind: "user", attribute: "id" };
      const from = { rollFromVariantId: "red", rollToVariantId: "blue", defaultVariantId: "red" };
      const slots = [{ promille: 1000, durationMs: 60_000 }];
      const outcome = { type: "rollout", base, startTimestamp: 1_800_000_000_000, ...from, slots, finalPromille: 50_000 };
      const changed = production.rules.map((rule) => ({
        ...rule,
        outcome,
        ...(rule.id === "early" && { conditions: [foreign] }),
      }));
      const body = { environments: { production: { ...production, rules: changed, fallthrough: outcome } } };
      await call("PATCH", `${P}/flags/checkout?slug=acme`, body);
    },
  },
  mixpanel: {
    words: /behaviors \{"b":.*"Buy"/,
    async meddle(workbench) {
      const { username, secret, planted } = workbench.server as unknown as {
        username: string;
        secret: string;
        planted: { projects: { id: number; name: string }[] };
      };
      const call = callerOf(workbench, {
        Authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString("base64")}`,
      });
      const behaviors = {
        b: { count: { type: "absolute", event_selector: { event: "Buy" } }, window: { unit: "day", value: 30 } },
      };
      const selector = { operator: "and", children: [{ property: "behaviors", value: "b", operator: ">=", operand: 3 }] };
      for (const { id, name } of planted.projects) {
        const at = `/api/app/projects/${String(id)}`;
        const cohorts = (await call("GET", `${at}/cohorts`))["results"] as { id: number; name: string }[];
        for (const cohort of cohorts.filter((each) => each.name === "pros"))
          await call("PATCH", `${at}/cohorts/${String(cohort.id)}`, { selector, behaviors });
        if (name !== "production") continue;
        const [workspace] = (await call("GET", `${at}/workspaces`))["results"] as { id: number }[];
        const flags = `${at}/workspaces/${String(workspace?.id)}/feature-flags`;
        const [flag] = (await call("GET", flags))["results"] as Record<string, unknown>[];
        const ruleset = flag?.["ruleset"] as {
          variants: Record<string, unknown>[];
          rollout: { name: string | null }[];
          test: unknown;
        };
        const event = { event_name: "Buy", time_window: "while_flag_enabled", duration: null, property_filters: null };
        const rollout = ruleset.rollout.map((group) =>
          group.name === "early" ? { ...group, runtime_event_rule: event } : { ...group, rollout_percentage: 0.333 },
        );
        const variants = ruleset.variants.map(({ screenshot: _, ...variant }) => variant);
        const { key, tags, context, serving_method, status, hash_salt } = flag ?? {};
        await call("PUT", `${flags}/${String(flag?.["id"])}`, {
          ...{ name: flag?.["name"], key, tags, context, serving_method, status, hash_salt },
          ruleset: { variants, rollout, test: ruleset.test },
        });
      }
    },
  },
  split: {
    words: /the conditions `.*`/,
    async meddle(workbench) {
      const call = callerOf(workbench, { Authorization: `Bearer ${SECRET}` });
      const V = "/internal/api/v2";
      const workspaces = await call("GET", `${V}/workspaces`);
      const [workspace] = workspaces["objects"] as { id: string }[];
      const ws = String(workspace?.id);
      const environments = (await call("GET", `${V}/environments/ws/${ws}`)) as unknown as { id: string; name: string }[];
      const foreign = { type: "ALL_KEYS", negate: true };
      for (const { id } of environments) {
        const rules = [{ condition: { combiner: "AND", matchers: [foreign] } }];
        const body = { rules, title: "by hand", comment: "by hand" };
        await call("PUT", `${V}/rule-based-segments/ws/${ws}/pros/environments/${id}`, body);
      }
    },
  },
};

describe.each(["split", "vercel", "mixpanel"] as const)("%s", (name) => {
  test("what cannot be said is drift with its name, and is planned, changed and destroyed", async () => {
    const workbench = await PlatformWorkbench.start(name);
    const { words, meddle } = MEDDLERS[name];
    try {
      await workbench.apply(stackOf(name, "who pays"));
      await meddle(workbench);
      workbench.driver = workbench.newDriver().withState(workbench.driver.state);
      for (const description of ["who pays", "who pays for it"]) {
        const plan = await workbench.plan(stackOf(name, description));
        const told = plan.diagnostics.find(({ summary }) => summary.includes("segment pros cannot be expressed here"));
        expect(told?.detail).toMatch(words);
        expect(plan.actions()).toMatchObject({ "flagform_segment.s": "update" });
        if (name !== "split")
          expect(plan.actions()).toMatchObject({
            "flagform_environment_definition.d": "update",
            "flagform_segment_override.o": "update",
          });
        await workbench.driver.apply(plan);
        expect((await workbench.plan(stackOf(name, description))).actions()).toEqual({});
        await meddle(workbench);
      }
      // What the warning says of those who would keep it: without `rules` it is left alone, and not spoken of again.
      const whole = stackOf(name, "who pays for it");
      const { rules: _, ...rest } = whole["segment"]?.["s"] as { readonly rules: unknown };
      const left = { ...whole, segment: { s: rest } };
      await workbench.apply(left);
      const kept = await workbench.plan(left);
      expect(kept.actions()).toEqual({});
      expect(kept.diagnostics).toEqual([]);
      await workbench.destroy(left);
      expect(workbench.driver.state.instances).toEqual([]);
    } finally {
      await workbench.stop();
    }
  });
});
