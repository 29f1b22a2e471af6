/** One stack for each platform: a flag with a rollout where the platform splits, two segments and five individual targets. */

/** Vercel's environments are fixed, so that the others follow. */
const ENVIRONMENTS = ["production", "preview", "development"];
const SEGMENTS = ["beta", "vip"];
const IDENTITIES = Array.from({ length: 5 }, (_, index) => `user-${index}`);
const FLAGS = 10;

export const STACK = `${FLAGS} flags x ${ENVIRONMENTS.length} environments, each with a rollout, ${SEGMENTS.length} segments and ${IDENTITIES.length} individual targets`;

const ROLLOUT = { split: { weights: { on: 20, off: 80 } } };

export const PLATFORMS = [
  {
    name: "flagsmith",
    seed: {
      projects: [
        {
          name: "Shop",
          environments: ENVIRONMENTS.map((name) => ({ name })),
          segments: SEGMENTS.map((name) => ({
            name,
            rules: [{ type: "ALL", conditions: [{ operator: "EQUAL", property: "plan", value: name }] }],
          })),
        },
      ],
    },
  },
  {
    name: "split",
    serve: ROLLOUT,
    seed: {
      workspaces: [
        {
          name: "Shop",
          environments: ENVIRONMENTS.map((name) => ({ name, production: name === "production" })),
          trafficTypes: ["user"],
          segments: SEGMENTS.map((name) => ({
            name,
            trafficType: "user",
            environments: Object.fromEntries(ENVIRONMENTS.map((each) => [each, { keys: [] }])),
          })),
        },
      ],
    },
  },
  {
    name: "vercel",
    serve: ROLLOUT,
    seed: {
      projects: [
        {
          name: "Shop",
          entities: [{ kind: "user", label: "User", attributes: ["id", "plan"].map((key) => ({ key, type: "string" })) }],
          segments: SEGMENTS.map((slug) => ({ slug, label: slug, data: { rules: [planIs(slug)] } })),
        },
      ],
    },
  },
  {
    name: "mixpanel",
    serve: ROLLOUT,
    seed: {
      projects: ENVIRONMENTS.map((name, index) => ({
        name,
        id: projectId(index),
        cohorts: SEGMENTS.map((each) => ({ name: each, members: [] })),
      })),
    },
    // An environment is a project there.
    provider: {
      mixpanel: {
        environments: Object.fromEntries(ENVIRONMENTS.map((name, index) => [name, { project: String(projectId(index)) }])),
      },
    },
  },
];

/** In the `second` configuration the first flag is off in production. */
export function platformConfiguration({ provider = {}, serve }, value) {
  const flags = Array.from({ length: FLAGS }, (_, index) => `flag-${index}`);
  const units = flags.flatMap((flag) => ENVIRONMENTS.map((environment) => ({ flag, environment })));
  const definition = ({ flag, environment }) => {
    const isOff = value === "second" && flag === flags[0] && environment === "production";
    return {
      flag: `\${flagform_feature_flag.${flag}.key}`,
      flag_id: `\${flagform_feature_flag.${flag}.id}`,
      environment,
      enabled: !isOff,
      ...(serve && !isOff && { serve }),
      segment_overrides: Object.fromEntries(SEGMENTS.map((each) => [each, { enabled: true }])),
      identity_overrides: Object.fromEntries(IDENTITIES.map((each) => [each, { enabled: true }])),
    };
  };
  return {
    terraform: { required_providers: { flagform: { source: "flagform/flagform" } } },
    provider: { flagform: provider },
    resource: {
      flagform_feature_flag: Object.fromEntries(flags.map((key) => [key, { key, type: "boolean" }])),
      flagform_environment_definition: Object.fromEntries(
        units.map((each) => [`${each.environment}_${each.flag}`, definition(each)]),
      ),
    },
  };
}

function planIs(plan) {
  const condition = { lhs: { type: "entity", kind: "user", attribute: "plan" }, cmp: "eq", rhs: plan };
  return { id: "plan", conditions: [condition], outcome: { type: "all" } };
}

function projectId(index) {
  return 3_000_001 + index;
}
