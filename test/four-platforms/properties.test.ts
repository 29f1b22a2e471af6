import { fc, runs } from "../support/fast-check";
import { type Bodies, ENVIRONMENTS, type PlatformName, PLATFORMS, PlatformWorkbench } from "../support/platform-workbench";

/**
 * Random stacks of one flag on every platform: made, then changed into another. After each apply the plan is empty, to the process
 * that applied and to a fresh one, and what others made is still there.
 */

const RUNS = runs(1);

interface Wish {
  readonly environments: readonly Environment[];
}

interface Environment {
  readonly enabled: boolean;
  readonly serve: Serve;
  readonly killed: boolean | null;
  readonly override: Audience | null;
  readonly identities: Readonly<Record<string, Audience>> | null;
  readonly rules: readonly { readonly key: string; readonly plan: string; readonly audience: Audience }[];
}

interface Audience {
  readonly enabled: boolean;
  readonly serve: Serve;
}

/** `free`: a value that is no variant's, where the platform serves such. */
type Serve = "first" | "second" | "split" | "free";

const serve = fc.constantFrom<Serve>("first", "second", "split", "free");
const audience = fc.record({ enabled: fc.boolean(), serve });
/** Segments and identities get one variant each on platforms that list them per variant. */
const whole = fc.record({ enabled: fc.boolean(), serve: fc.constantFrom<Serve>("first", "second", "free") });
const rule = fc.record({
  key: fc.constantFrom("early", "late", "staff"),
  plan: fc.constantFrom("pro", "team", "free"),
  audience,
});
const environment: fc.Arbitrary<Environment> = fc.record({
  enabled: fc.boolean(),
  serve,
  killed: fc.option(fc.boolean()),
  override: fc.option(whole),
  identities: fc.option(fc.dictionary(fc.constantFrom("u1", "u2", "u3"), whole, { maxKeys: 3 })),
  rules: fc.uniqueArray(rule, { selector: ({ key }) => key, maxLength: 3 }),
});
const wish: fc.Arbitrary<Wish> = fc.record({
  environments: fc.tuple(environment, environment), // two of the three
});

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };

function stackOf(name: PlatformName, type: "boolean" | "string", { environments }: Wish): Bodies {
  /** Where `enabled` is a switch beside what is served, and conditions are for segments. */
  const flagsmith = name === "flagsmith";
  const variants = { blue: { value: { string: "blue" } }, red: { value: { string: "red" } } };
  const [first, second] = type === "boolean" ? ["on", "off"] : ["blue", "red"];
  const served = ({ enabled, serve: what }: Audience): object => {
    if (type === "boolean" && (flagsmith || what !== "split")) return { enabled };
    if (what === "free") return { enabled, serve: flagsmith ? { value: { string: what } } : { variant: first } };
    if (what === "split") return { enabled, serve: { split: { weights: { [first]: 30, [second]: 70 } } } };
    return { enabled, serve: { variant: what === "first" ? first : second } };
  };
  const definitions = environments.map((each, index) => {
    const name_ = ENVIRONMENTS[index] ?? "";
    const rules = each.rules.map(({ key, plan, audience: who }) => ({
      key,
      when: [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: plan }] }],
      ...served(who),
    }));
    const body = {
      ...F,
      environment: name_,
      ...served(each),
      ...(!flagsmith && type === "string" && { variants }),
      ...(!flagsmith && type === "string" && name !== "mixpanel" && { when_off: "red" }),
      ...(!flagsmith && each.killed !== null && { killed: each.killed }),
      ...(!flagsmith && { rules }),
      ...(each.identities && {
        identity_overrides: Object.fromEntries(Object.entries(each.identities).map(([id, who]) => [id, served(who)])),
      }),
    };
    return [name_, body] as const;
  });
  const overrides = environments.flatMap(({ override }, index) => {
    const name_ = ENVIRONMENTS[index] ?? "";
    const after = { depends_on: [`flagform_environment_definition.${name_}`] };
    return override ? [[name_, { ...F, environment: name_, segment: "beta", ...served(override), ...after }] as const] : [];
  });
  return {
    feature_flag: { f: { key: "checkout", type, ...(type === "string" && { variants }) } },
    environment_definition: Object.fromEntries(definitions),
    ...(overrides.length > 0 && { segment_override: Object.fromEntries(overrides) }),
  };
}

describe.each(PLATFORMS.flatMap((name) => (["boolean", "string"] as const).map((type) => [name, type] as const)))(
  "%s, a %s flag",
  (name, type) => {
    test("any stack becomes any other, and every plan after an apply is empty", async () => {
      await fc.assert(
        fc.asyncProperty(wish, wish, async (before, after) => {
          const workbench = await PlatformWorkbench.start(name);
          try {
            for (const each of [before, after, before]) {
              const stack = stackOf(name, type, each);
              await workbench.apply(stack);
              const plan = await workbench.plan(stack);
              expect(plan.empty ? "empty" : plan.changes).toBe("empty");
            }
            await workbench.destroy(stackOf(name, type, before));
            expect(workbench.driver.state.instances).toEqual([]);
          } finally {
            await workbench.stop();
          }
        }),
        { numRuns: RUNS },
      );
    });
  },
);
