import { type Advice, another, definition, flag, override, serve, textFlag, value, variantsOf } from "./follow";

/** What plans of creations and updates warn of. */

const NO_LONGER = "`…` is no longer managed";
const RULES = [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }];
const BOOLEAN_RULE = { rules: [{ key: "early", when: RULES, enabled: true }] };
const BETA = { beta: { enabled: true } };

const nested = (...rules: object[]) => ({
  segment: { s: { name: "abroad", rules } },
});
const is = (trait: string) => ({ match: "all", conditions: [{ operator: "is_set", trait }] });
const isOne = (trait: string) => ({ operator: "is_set", trait });

export const PLANS: readonly Advice[] = [
  ...(["flagsmith", "split", "vercel", "mixpanel"] as const).map((platform) => ({
    ...{ site: NO_LONGER, platform, when: "plan" as const },
    from: [flag({ description: "On top" })],
    told: flag(),
    words: /`description` is no longer managed: .* set it again\. To clear it instead, set description = ""/,
    follow: [flag({ description: "On top, again" }), flag({ description: "" })],
  })),
  ...(["split", "vercel", "mixpanel"] as const).map((platform) => ({
    ...{ site: NO_LONGER, platform, when: "plan" as const, instead: true },
    from: [{ ...flag(), ...definition(BOOLEAN_RULE) }],
    told: { ...flag(), ...definition() },
    words: /`rules` is no longer managed: .* To clear it instead, set rules = \[\]/,
    follow: [{ ...flag(), ...definition({ rules: [] }) }],
  })),
  ...(["flagsmith", "split", "vercel", "mixpanel"] as const).map((platform) => ({
    ...{ site: NO_LONGER, platform, when: "plan" as const, instead: true },
    from: [{ ...flag(), ...definition({ segment_overrides: BETA, identity_overrides: { ann: { enabled: false } } }) }],
    told: { ...flag(), ...definition() },
    words: /`(segment|identity)_overrides` is no longer managed: .* set (segment|identity)_overrides = \{\}/,
    follow: [{ ...flag(), ...definition({ segment_overrides: {}, identity_overrides: {} }) }],
  })),
  ...(["flagsmith", "split", "vercel", "mixpanel"] as const).map((platform) => ({
    ...{ site: "Overrides are no longer managed", platform, when: "plan" as const },
    from: [{ ...flag(), ...definition({ segment_overrides: BETA }) }],
    told: { ...flag(), ...definition({ overrides: "listed", segment_overrides: {} }) },
    words: /beta\. They are not listed, .* To remove one, list it, apply, and then take it out of the list\./,
    follow: [
      { ...flag(), ...definition({ overrides: "listed", segment_overrides: BETA }) },
      { ...flag(), ...definition({ overrides: "listed", segment_overrides: {} }) },
    ],
  })),
  {
    ...{ site: "An override of others moves down", platform: "flagsmith", when: "plan", instead: true },
    from: [flag()],
    others: another({
      segment_override: { b: { flag: "checkout", environment: "production", segment: "beta", priority: 0 } },
    }),
    told: { ...flag(), ...definition({ overrides: "listed", segment_overrides: { vip: { enabled: true, priority: 0 } } }) },
    words: /segment vip is given priority 0.* segment beta from 0 to 1.* choose another one here/,
    follow: [
      { ...flag(), ...definition({ overrides: "listed", segment_overrides: { vip: { enabled: true, priority: 1 } } }) },
    ],
  },
  {
    ...{ site: NO_LONGER, platform: "flagsmith", when: "plan" },
    from: [{ ...textFlag(), ...definition(value("hello")) }],
    told: { ...textFlag(), ...definition() },
    words: /`serve` is no longer managed: .* To change it, set it again\.$/,
    follow: [{ ...textFlag(), ...definition(value("hi")) }],
  },
  {
    ...{ site: "`….…` is no longer managed", platform: "flagsmith", when: "plan" },
    from: [flag({ flagsmith: { server_key_only: true } })],
    told: flag({ flagsmith: {} }),
    words: /`flagsmith.server_key_only` is no longer managed: .* To change it, set it again\.$/,
    follow: [flag({ flagsmith: { server_key_only: false } })],
  },
  ...(["flagsmith", "split", "vercel", "mixpanel"] as const).map((platform) => ({
    ...{ site: "`…` and `…_id` do not belong together", platform, when: "plan" as const },
    from: [{ feature_flag: { f: { key: "checkout" }, g: { key: "other" } } }],
    told: { feature_flag: { f: { key: "checkout" }, g: { key: "other" } }, ...definition({ flag: "other" }) },
    instead: true,
    words: /The flag with the id \S+ is called "checkout", not "other".* Write flag = "checkout", or leave `flag` out\./,
    follow: [
      { feature_flag: { f: { key: "checkout" }, g: { key: "other" } }, ...definition({ flag: "checkout" }) },
      { feature_flag: { f: { key: "checkout" }, g: { key: "other" } }, ...definition({ flag: null }) },
    ],
  })),
  ...(["flagsmith", "split", "vercel", "mixpanel"] as const).map((platform) => ({
    ...{
      site: "Objects created elsewhere will be removed (adopt_existing)",
      platform,
      when: "plan" as const,
      instead: true,
    },
    from: [flag()],
    others: another({
      environment_definition: { d: { flag: "checkout", environment: "production", enabled: true, segment_overrides: BETA } },
    }),
    told: { ...flag(), ...definition({ segment_overrides: { vip: { enabled: true } }, adopt_existing: true }) },
    words: /the apply removes them: segment beta\. To keep one, add it to the list\./,
    follow: [{ ...flag(), ...definition({ segment_overrides: { ...BETA, vip: { enabled: true } }, adopt_existing: true }) }],
  })),
  {
    ...{ site: "… has another meaning on …", platform: "flagsmith", options: { flagsmith: { server: "2.200" } } },
    ...{ when: "plan", instead: true },
    told: nested({ match: "any", rules: [is("country"), is("age")] }),
    words: /Segment abroad has another meaning on Flagsmith: .* Use conditions only/,
    follow: [nested({ match: "any", conditions: [isOne("country"), isOne("age")] })],
  },
  {
    site: 'Flagsmith before 2.… (this server is …) requires all nested rules of a rule, whatever its `match` says: here `match = "…"` counts as all for the nested rules, and an update of the server will change who is in the segment. Use conditions only, or update the server first.',
    ...{ platform: "flagsmith", options: { flagsmith: { server: "2.200" } }, when: "apply" },
    told: nested({ match: "any", rules: [is("country"), is("age")] }),
    words: /Written, with a note: Segment abroad: Flagsmith before .* Use conditions only/,
    follow: [nested({ match: "any", conditions: [isOne("country"), isOne("age")] })],
  },
  {
    ...{ site: "Archived flags are not served", platform: "vercel", when: "plan" },
    from: [flag({ archived: false })],
    told: flag({ archived: true }),
    words: /applications get the fallback in their code/,
  },
  ...(["flagsmith", "split", "vercel", "mixpanel"] as const).map((platform) => ({
    ...{ site: "The … no longer exists", platform, when: "plan" as const, instead: true },
    from: [definitionOf("checkout")],
    others: async (workbench: Parameters<NonNullable<Advice["others"]>>[0]) => {
      const driver = workbench.newDriver();
      await driver.import(workbench.stack(flag()), "flagform_feature_flag.f", "checkout");
      await driver.destroy(workbench.stack(flag()));
    },
    before: another(flag()),
    told: definitionOf("checkout"),
    words: /The flag no longer exists: .*If this configuration creates it, refer to it \(flag_id = flagform_feature_flag/,
    follow: [{ ...flag(), ...definition() }],
  })),
  {
    ...{ site: "Variants that are still used are kept", platform: "vercel", when: "plan", repeats: true },
    from: [{ ...textFlag("a", "b", "c"), ...definition({ ...serve("b"), when_off: "a" }) }],
    told: { ...textFlag("b", "c"), ...definition(serve("b")) },
    words: /keeps the variant "a".*Set these attributes in the flag's `flagform_environment_definition` of each environment/,
    follow: [
      {
        ...textFlag("b", "c"),
        environment_definition: Object.fromEntries(
          ["production", "preview", "development"].map((environment) => [
            environment === "production" ? "d" : environment,
            {
              ...{ flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}", environment },
              ...{ enabled: true, ...serve("b"), when_off: "c" },
            },
          ]),
        ),
      },
    ],
  },
  {
    ...{ site: "Variants that are still used are kept", platform: "split", when: "plan" },
    from: [{ ...flag({ type: "string" }), ...definition({ ...variantsOf("a", "b", "c"), ...serve("b"), when_off: "a" }) }],
    told: { ...flag({ type: "string" }), ...definition({ ...variantsOf("b", "c"), ...serve("b") }) },
    words: /keeps the variant "a".*`when_off`.*with a variant that stays \("b", "c"\)/,
    follow: [{ ...flag({ type: "string" }), ...definition({ ...variantsOf("b", "c"), ...serve("b"), when_off: "c" }) }],
  },
  {
    ...{ site: "Flags that are still served will be …", platform: "mixpanel", when: "plan" },
    from: [{ ...flag(), ...definition(), ...override("beta") }],
    told: { ...flag({ key: "checkout-2" }), ...definition(), ...override("beta") },
    words: /Flags that are still served will be replaced: .*The new flag serves only what this configuration defines/,
  },
];

function definitionOf(key: string) {
  return { environment_definition: { d: { flag: key, environment: "production", enabled: true } } };
}
