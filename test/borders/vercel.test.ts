import type { Borders } from "./base";
import { lacking, noInnerRules, servesNo, settingsOf } from "./exempt";
import { expectNoThirdOutcome, expectWholeWalk } from "./expect-borders";
import { variantBases } from "./variant-bases";

const VERCEL: Borders = {
  platform: "vercel",
  bases: variantBases({
    repeats: false,
    whenOff: true,
    rollouts: true,
    kinds: ["json", "integer", "number"],
    innerRules: "alternatives of segments",
    bucketBy: "user.plan",
    flag: { tags: ["web"], vercel: { seed: 7, permanent: false, maintainers: ["usr_1"] } },
    segment: { identities: ["u1", "u2"], vercel: { label: "Pros", excluded: ["u3"] } },
    others: {
      feature_flag: { split: { traffic_type: "user" }, flagsmith: { server_key_only: true }, mixpanel: { context: "x" } },
      environment_definition: {
        split: { traffic_allocation: 50 },
        mixpanel: { rollout_percentage: 10 },
        variants: { blue: { value: { string: "sky" } }, red: { value: { string: "rose" } } },
      },
      segment: { split: { kind: "standard" }, mixpanel: { data_group: "x" } },
    },
  }),
  exempt: {
    ...lacking("environment", "identity", "server_key", "project"),
    ...settingsOf("flagsmith", "split", "mixpanel"),
    ...noInnerRules("environment_definition.rules[].when[]"),
    ...servesNo("split", "identity_override", "environment_definition.identity_overrides{}"),
    ...servesNo("rollout", "identity_override", "environment_definition.identity_overrides{}"),
  },
};

expectWholeWalk(VERCEL);
expectNoThirdOutcome(VERCEL);
