import type { Bodies } from "../support/platform-workbench";
import type { Base, Borders } from "./base";
import { servesNo, settingsOf } from "./exempt";
import { expectNoThirdOutcome, expectWholeWalk } from "./expect-borders";

/** Flagsmith has more resources than the others, and values beside the variants. */

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const P = { environment: "production" };
const CONDITION = { operator: "equal_to", trait: "plan", value: "pro" };
const SEVERAL = { operator: "one_of", trait: "plan", values: ["pro", "team"] };
const RULES = [{ match: "all", conditions: [CONDITION] }];
const INNER = [{ match: "all", conditions: [SEVERAL], rules: [{ match: "any", conditions: [SEVERAL, CONDITION] }] }];
const VARIANTS = {
  blue: { value: { string: "sky" }, description: "first", weight: 30 },
  red: { value: { string: "rose" }, description: "second" },
};
const SPLIT = { split: { weights: { blue: 30, red: 50 }, control: 20 } };

const flag = (type: string, more: object = {}): Bodies => ({
  feature_flag: { f: { key: "flag-RUN", type, description: "words", ...more } },
});
const strings = flag("string", {
  variants: VARIANTS,
  tags: ["web"],
  flagsmith: { initial_enabled: false, initial_value: { string: "plain" }, server_key_only: false, create_tags: true },
});
const segment = { segment: { s: { name: "pros-RUN", description: "who pays", rules: RULES } } };

function definition(serve: object | null, more: object = {}): Bodies {
  const audience = { enabled: true, ...(serve && { serve }) };
  return {
    environment_definition: {
      d: {
        ...F,
        ...P,
        ...audience,
        segment_overrides: { "pros-RUN": { segment_id: "${flagform_segment.s.id}", priority: 3, ...audience } },
        identity_overrides: { u1: audience, u2: audience },
        ...more,
      },
    },
  };
}

const override = (serve: object | null): Bodies => ({
  segment_override: {
    o: {
      ...{ ...F, ...P, segment: "pros-RUN", segment_id: "${flagform_segment.s.id}", priority: 2, enabled: true },
      ...(serve && { serve }),
    },
  },
});
const person = (serve: object | null): Bodies => ({
  identity_override: { i: { ...F, ...P, identity: "person-RUN", enabled: true, ...(serve && { serve }) } },
});

const SETTINGS = {
  hide_disabled_flags: "inherit",
  allow_client_traits: true,
  banner_text: "Careful",
  banner_colour: "#ff0000",
  hide_sensitive_data: false,
  use_identity_composite_key_for_hashing: true,
  use_identity_overrides_in_local_eval: true,
  feature_versioning: false,
};
const environment = (more: object): Bodies => ({ environment: { n: { name: "place-RUN", ...more } } });

const kinds: readonly (readonly [string, object])[] = [
  ["string", { string: "sky" }],
  ["integer", { integer: 7 }],
  ["number", { number: 1.5 }],
  ["json", { json: '{"colour":"sky"}' }],
];

const of = (name: string, walks: string, ...parts: readonly Bodies[]): Base => ({
  name,
  walks,
  stack: Object.assign({}, ...parts) as Bodies,
  linked: ["pros-RUN"],
});

const BASES: readonly Base[] = [
  of("variants", "feature_flag.f", strings, { environment_definition: { d: { ...F, ...P, enabled: true, serve: SPLIT } } }),
  ...kinds.map(([kind, value]) =>
    of(`a ${kind} flag`, "feature_flag.f", flag(kind, { flagsmith: { initial_value: value } })),
  ),
  of("a boolean flag", "feature_flag.f", flag("boolean", { flagsmith: { initial_enabled: true } })),
  of("segment", "segment.s", segment),
  of("inner rules", "segment.s", { segment: { s: { name: "pros-RUN", rules: INNER } } }),
  ...kinds.map(([kind, value]) => of(`a ${kind}`, "environment_definition.d", flag(kind), segment, definition({ value }))),
  of("a boolean", "environment_definition.d", flag("boolean"), segment, definition(null)),
  of("listed", "environment_definition.d", flag("boolean"), segment, definition(null, { overrides: "listed" })),
  of("a variant", "environment_definition.d", strings, segment, definition({ variant: "blue" })),
  of("a split", "environment_definition.d", strings, segment, definition(SPLIT)),
  ...[...kinds.map(([kind, value]) => [flag(kind), { value }] as const), [strings, SPLIT] as const].flatMap(([f, serve]) => [
    of("override", "segment_override.o", f, segment, override(serve)),
    of("override", "identity_override.i", f, person(serve)),
  ]),
  of("boolean override", "segment_override.o", flag("boolean"), segment, override(null)),
  of("boolean override", "identity_override.i", flag("boolean"), person(null)),
  of("environment", "environment.n", environment({ description: "words", flagsmith: SETTINGS })),
  of("a copy", "environment.n", environment({ flagsmith: { clone_from: "preview", banner_text: "x" } })),
  of("identity", "identity.p", {
    identity: {
      p: {
        ...P,
        identity: "person-RUN",
        traits: { plan: { string: "pro" }, seats: { integer: 3 }, share: { number: 0.5 }, paid: { boolean: true } },
        absent_traits: ["old"],
      },
    },
  }),
  ...(["integer", "number", "boolean"] as const).map((kind) =>
    of(`a trait that is a ${kind}`, "identity.p", {
      identity: { p: { ...P, identity: "person-RUN", traits: { plan: { [kind]: kind === "boolean" ? true : 3 } } } },
    }),
  ),
  of("server key", "server_key.k", { server_key: { k: { ...P, name: "key-RUN", active: true } } }),
  of("project", "project.r", {
    project: {
      r: {
        name: "project-RUN",
        deletion_protection: false,
        flagsmith: {
          hide_disabled_flags: false,
          prevent_flag_defaults: false,
          only_allow_lower_case_feature_names: true,
          feature_name_regex: "[a-z-]+",
          stale_flags_limit_days: 30,
          enforce_feature_owners: false,
        },
      },
    },
  }),
];

const CUSTOM_FIELDS =
  "custom fields are made in the organisation, whose walk has none: wrong ones are refused at plan, which settings-at-plan.test.ts holds";

const FLAGSMITH: Borders = {
  platform: "flagsmith",
  bases: BASES,
  exempt: {
    ...settingsOf("split", "vercel", "mixpanel"),
    ...servesNo("rollout", "environment_definition", "segment_override", "identity_override"),
    ...servesNo("rollout", "environment_definition.segment_overrides{}", "environment_definition.identity_overrides{}"),
    "environment_definition.rules": "Flagsmith has none in a definition: any is refused",
    "environment_definition.variants": "the variants are the flag's",
    "environment_definition.when_off": "Flagsmith has none",
    "environment_definition.killed": "Flagsmith has none",
    "segment.identities": "Flagsmith's segments list nobody",
    "feature_flag.flagsmith.owners":
      "users of the organisation, of whom the walk's server has none: wrong ones are refused at plan, which settings-at-plan.test.ts holds",
    "feature_flag.flagsmith.group_owners":
      "groups of the organisation, of which the walk's server has none: flagsmith-flag.test.ts holds them",
    "feature_flag.flagsmith.metadata": CUSTOM_FIELDS,
    "segment.flagsmith.metadata": CUSTOM_FIELDS,
    "environment.flagsmith.metadata": CUSTOM_FIELDS,
    "project.on_destroy": "keeps what the walk would have to take away",
  },
};

expectWholeWalk(FLAGSMITH);
expectNoThirdOutcome(FLAGSMITH);
