import type { Bodies } from "../support/platform-workbench";
import type { Base, Borders } from "./base";
import { lacking, noInnerRules, servesNo, settingsOf } from "./exempt";
import { expectNoThirdOutcome, expectWholeWalk } from "./expect-borders";
import { variantBases } from "./variant-bases";

/** Split has environments to manage, segments of several kinds, and settings that name what the project has. */

const base = (name: string, walks: string, stack: Bodies): Base => ({ name, walks, stack });

const PLACES = ["production", "preview"];

const BASES: readonly Base[] = [
  base("environment", "environment.n", { environment: { n: { name: "place-RUN", split: { production: false } } } }),
  base("a list", "segment.s", {
    segment: {
      s: {
        name: "pros-RUN",
        description: "who pays",
        identities: ["u1", "u2"],
        split: { traffic_type: "user", kind: "standard", environments: PLACES },
      },
    },
  }),
  base("by rules", "segment.s", {
    segment: {
      s: {
        name: "pros-RUN",
        rules: [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }],
        split: { kind: "rule_based", environments: PLACES },
      },
    },
  }),
  base("settings", "feature_flag.f", {
    feature_flag: {
      f: {
        key: "flag-RUN",
        type: "boolean",
        description: "words",
        split: { traffic_type: "user", rollout_status: "Ramping", owners: ["ann"] },
      },
    },
  }),
  base("settings", "environment_definition.d", {
    feature_flag: { f: { key: "flag-RUN", type: "boolean" } },
    environment_definition: {
      d: {
        flag: "${flagform_feature_flag.f.key}",
        flag_id: "${flagform_feature_flag.f.id}",
        environment: "production",
        enabled: true,
        split: {
          traffic_allocation: 50,
          baseline_treatment: "off",
          flag_sets: [],
          impressions_disabled: false,
          title: "why",
          comment: "because",
        },
      },
    },
  }),
];

const SPLIT: Borders = {
  platform: "split",
  options: { split: { seed: { users: [{ id: "ann", name: "Ann", email: "ann@example.com" }] } } },
  bases: [
    ...variantBases({
      repeats: true,
      whenOff: true,
      rollouts: false,
      kinds: ["json", "integer", "number"],
      innerRules: "alternatives of segments",
      oneValueInside: true,
      flag: { tags: ["web"] },
      others: {
        feature_flag: { vercel: { seed: 7 }, flagsmith: { server_key_only: true }, mixpanel: { context: "x" } },
        environment_definition: { vercel: { reuse: "preview" }, mixpanel: { rollout_percentage: 10 } },
        segment: { vercel: { label: "x" }, mixpanel: { data_group: "x" } },
      },
    }),
    ...BASES,
  ],
  exempt: {
    "feature_flag.split.owners":
      "people of the account, of whom a plan has no list; a value that is none is refused by Split",
    "segment.rules[].rules[].conditions[].values[]":
      "an alternative of several values beside others is told in other words, and refused for it",
    "environment_definition.split.flag_sets[]":
      "an id that the server makes up, and another with each walk: the set itself is walked, whose other ids the plan refuses",
    ...lacking("identity", "server_key", "project"),
    ...settingsOf("flagsmith", "vercel", "mixpanel"),
    ...noInnerRules("environment_definition.rules[].when[]"),
    ...servesNo("rollout", "environment_definition", "segment_override", "identity_override"),
    ...servesNo("rollout", "environment_definition.rules[]", "environment_definition.segment_overrides{}"),
    ...servesNo("rollout", "environment_definition.identity_overrides{}"),
    ...servesNo("split", "identity_override", "environment_definition.identity_overrides{}"),
  },
};

expectWholeWalk(SPLIT);
expectNoThirdOutcome(SPLIT);
