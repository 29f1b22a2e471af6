import type { Borders } from "./base";
import { lacking, servesNo, settingsOf } from "./exempt";
import { expectNoThirdOutcome, expectWholeWalk } from "./expect-borders";
import { variantBases } from "./variant-bases";

const OVERRIDES = [
  "identity_override",
  "environment_definition.identity_overrides{}",
  "environment_definition",
  "environment_definition.rules[]",
  "environment_definition.segment_overrides{}",
  "segment_override",
];

const MIXPANEL: Borders = {
  platform: "mixpanel",
  bases: variantBases({
    repeats: true,
    whenOff: false,
    rollouts: false,
    kinds: ["json"],
    innerRules: "anywhere",
    flag: { tags: ["web"], mixpanel: { context: "distinct_id", serving_method: "client" } },
    others: {
      feature_flag: { split: { traffic_type: "user" }, flagsmith: { server_key_only: true }, vercel: { seed: 5 } },
      environment_definition: { split: { traffic_allocation: 50 }, vercel: { reuse: "preview" } },
      segment: { split: { kind: "standard" }, vercel: { label: "x" } },
    },
  }),
  exempt: {
    ...lacking("environment", "identity", "server_key", "project", "segment.identities[]"),
    ...settingsOf("flagsmith", "split", "vercel"),
    ...servesNo("split", "identity_override", "environment_definition.identity_overrides{}"),
    ...servesNo("rollout", ...OVERRIDES),
  },
};

expectWholeWalk(MIXPANEL);
expectNoThirdOutcome(MIXPANEL);
