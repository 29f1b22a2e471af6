/**
 * The plans of test/fixtures/plans: one for each danger that a review names, and for what else a plan can hold. Each is a stack that is
 * applied (`first`), what another stack does meanwhile (`others`), and the stack that is planned (`then`).
 */

const when = (trait, value) => [{ match: "all", conditions: [{ operator: "equal_to", trait, value }] }];
const integer = (value) => ({ value: { integer: value } });
const string = (value) => ({ value: { string: value } });
const variants = { classic: { value: { string: "classic" } }, fast: { value: { string: "fast" } } };
const split = (weights) => ({ split: { weights } });

/** One flag with its definitions, each resource named for what it is. */
function flag(key, own, definitions, more = {}) {
  const name = key.replaceAll("-", "_");
  return {
    flagform_feature_flag: { [name]: { key, ...own } },
    flagform_environment_definition: Object.fromEntries(
      Object.entries(definitions).map(([environment, body]) => [
        `${name}_${environment}`,
        {
          flag: `\${flagform_feature_flag.${name}.key}`,
          flag_id: `\${flagform_feature_flag.${name}.id}`,
          environment,
          ...body,
        },
      ]),
    ),
    ...more,
  };
}

const beta = { flagform_segment: { beta: { name: "beta", rules: when("plan", "beta") } } };
const betaOverride = (body) => ({
  "${flagform_segment.beta.name}": { segment_id: "${flagform_segment.beta.id}", priority: 0, ...body },
});
const on = { enabled: true };
const off = { enabled: false };

const limit = (staging, production) => flag("item-limit", { type: "integer" }, { staging, production });

export const SCENARIOS = {
  "kill-lifted": {
    platform: "split",
    first: flag("new-search", {}, { production: { enabled: true, killed: true } }),
    then: flag("new-search", {}, { production: { enabled: true, killed: false } }),
  },
  "flag-deleted": {
    platform: "flagsmith",
    first: flag("old-banner", {}, { staging: on, production: on }),
    then: { terraform_data: { left: { input: "x" } } },
  },
  "type-changed": {
    platform: "flagsmith",
    first: limit({ enabled: true, serve: integer(10) }, { enabled: true, serve: integer(10) }),
    then: flag(
      "item-limit",
      { type: "string" },
      { staging: { enabled: true, serve: string("ten") }, production: { enabled: true, serve: string("ten") } },
    ),
  },
  "flag-replaced": {
    platform: "flagsmith",
    first: flag("checkout", {}, { production: on }),
    then: flag("checkout", {}, { production: on }, { flagform_feature_flag: { checkout: { key: "checkout-2" } } }),
  },
  "all-at-once": {
    platform: "flagsmith",
    first: flag("new-checkout", {}, { staging: on, production: off }),
    then: flag("new-checkout", {}, { staging: on, production: on }),
  },
  "override-lost": {
    platform: "flagsmith",
    first: flag(
      "new-checkout",
      {},
      {
        production: {
          ...off,
          overrides: "listed",
          segment_overrides: betaOverride({}),
          identity_overrides: { "user-42": {} },
        },
      },
      beta,
    ),
    then: flag(
      "new-checkout",
      {},
      { production: { ...off, overrides: "listed", segment_overrides: betaOverride({}), identity_overrides: {} } },
      beta,
    ),
  },
  "segment-deleted": {
    platform: "flagsmith",
    first: {
      ...flag("new-checkout", {}, { production: off }, beta),
      flagform_segment_override: {
        beta: {
          environment: "production",
          flag: "${flagform_feature_flag.new_checkout.key}",
          flag_id: "${flagform_feature_flag.new_checkout.id}",
          segment: "${flagform_segment.beta.name}",
          segment_id: "${flagform_segment.beta.id}",
          priority: 0,
        },
      },
    },
    then: flag("new-checkout", {}, { production: off }),
  },
  "handed-over": {
    platform: "flagsmith",
    first: limit({ enabled: true, serve: integer(10) }, { enabled: true, serve: integer(10) }),
    then: limit({ enabled: true, serve: integer(10) }, { enabled: true }),
  },
  "left-served": {
    platform: "flagsmith",
    first: flag("new-checkout", {}, { staging: on, production: on }),
    then: flag("new-checkout", {}, { staging: on }),
  },
  "others-removed": {
    platform: "flagsmith",
    first: flag("new-checkout", {}, { production: { ...off, identity_overrides: { anna: {} } } }),
    others: {
      flagform_identity_override: { bob: { environment: "production", flag: "new-checkout", identity: "bob" } },
    },
    then: flag("new-checkout", {}, { production: { ...off, identity_overrides: { anna: {} } } }),
  },
  "outside-reverted": {
    platform: "flagsmith",
    first: flag("new-checkout", {}, { production: on }),
    others: {
      flagform_environment_definition: { off: { environment: "production", flag: "new-checkout", enabled: false } },
    },
    then: flag("new-checkout", {}, { production: on }),
  },
  "production-first": {
    platform: "split",
    first: flag(
      "engine",
      { type: "string", variants },
      {
        staging: { enabled: true, variants, serve: { variant: "classic" }, when_off: "classic" },
        production: { enabled: true, variants, serve: { variant: "classic" }, when_off: "classic" },
      },
    ),
    then: flag(
      "engine",
      { type: "string", variants },
      {
        staging: { enabled: true, variants, serve: { variant: "classic" }, when_off: "classic" },
        production: { enabled: true, variants, serve: split({ classic: 90, fast: 10 }), when_off: "classic" },
      },
    ),
  },
  "rollout-step": {
    platform: "vercel",
    first: flag(
      "engine",
      { type: "string", variants },
      {
        preview: { enabled: true, serve: { variant: "fast" }, when_off: "classic" },
        production: {
          enabled: true,
          serve: split({ classic: 90, fast: 10 }),
          when_off: "classic",
          rules: [{ key: "staff", when: when("plan", "staff"), serve: { variant: "classic" } }],
        },
      },
    ),
    then: flag(
      "engine",
      { type: "string", variants },
      {
        preview: { enabled: true, serve: { variant: "fast" }, when_off: "classic" },
        production: {
          enabled: true,
          serve: split({ classic: 70, fast: 30 }),
          when_off: "classic",
          rules: [{ key: "staff", when: when("plan", "staff"), serve: { variant: "fast" } }],
        },
      },
    ),
  },
  "nothing-changed": {
    platform: "flagsmith",
    first: flag("new-checkout", {}, { production: on }),
    then: flag("new-checkout", {}, { production: on }),
  },
  "without-flags": {
    platform: "flagsmith",
    then: { terraform_data: { only: { input: "x" } } },
    withoutProvider: true,
  },
  "new-stack": {
    platform: "flagsmith",
    then: {
      ...flag(
        "new-checkout",
        { description: "</details><script>alert(1)</script> \u001b[31m \u202e| `x` @everyone" },
        { staging: on, production: { ...off, overrides: "listed", segment_overrides: betaOverride({}) } },
        beta,
      ),
      flagform_server_key: { api: { name: "api", environment: "production" } },
    },
  },
  "for-each": {
    platform: "flagsmith",
    first: forEach({ alpha: false, beta: false }),
    then: forEach({ alpha: true, beta: false, gamma: true }),
  },
  "secret-values": {
    platform: "flagsmith",
    first: limit({ enabled: true, serve: integer(10) }, { enabled: true, serve: integer("${var.limit}") }),
    then: limit({ enabled: true, serve: integer(10) }, { enabled: false, serve: integer("${var.limit}") }),
  },
  "moved-and-targeted": {
    platform: "flagsmith",
    first: {
      flagform_feature_flag: { old: { key: "renamed" }, other: { key: "other" } },
      flagform_environment_definition: {
        other: { flag_id: "${flagform_feature_flag.other.id}", environment: "production", enabled: true },
      },
    },
    then: {
      flagform_feature_flag: { new: { key: "renamed", description: "moved" }, other: { key: "other" } },
      flagform_environment_definition: {
        other: { flag_id: "${flagform_feature_flag.other.id}", environment: "production", enabled: false },
      },
    },
    moved: [{ from: "flagform_feature_flag.old", to: "flagform_feature_flag.new" }],
    argv: ["-target=flagform_feature_flag.new", "-target=flagform_feature_flag.old", "-refresh=false"],
  },
};

/** Flags and definitions of one variable, each by its key: only references say which belong together. */
function forEach(flags) {
  return {
    flagform_feature_flag: { each: { for_each: `\${toset(${JSON.stringify(Object.keys(flags))})}`, key: "${each.key}" } },
    flagform_environment_definition: {
      each: {
        for_each: `\${jsondecode(${JSON.stringify(JSON.stringify(flags))})}`,
        flag_id: "${flagform_feature_flag.each[each.key].id}",
        environment: "production",
        enabled: "${each.value}",
      },
    },
  };
}
