/** Ten resources a flag, as Terraform's JSON: the flag, and per environment a definition and the overrides below. */

const ENVIRONMENTS = ["development", "staging", "production"];
/** Who gets something of their own, where; the segments are other people's. */
const SEGMENTS = { beta: ENVIRONMENTS, staff: ["development", "staging"] };
const IDENTITIES = { "support-desk": ["production"] };
const PER_FLAG = 10;

export const MIX = "flags x 3 environments x (1 definition + 2 overrides), the flag itself counted";

export const SEED = {
  projects: [
    {
      name: "Shop",
      environments: ENVIRONMENTS.map((name) => ({ name })),
      segments: Object.keys(SEGMENTS).map((name) => ({
        name,
        rules: [{ type: "ALL", conditions: [{ operator: "EQUAL", property: "group", value: name }] }],
      })),
    },
  ],
};

/** `changed` is what the first flag serves in production. */
export function flagsConfiguration(resources, changed) {
  const keys = keysOf(resources);
  const everywhere = keys.flatMap((key) => ENVIRONMENTS.map((environment) => ({ key, environment })));
  const overridden = (audiences) =>
    keys.flatMap((key) =>
      Object.entries(audiences).flatMap(([who, where]) => where.map((environment) => ({ key, environment, who }))),
    );
  const unit = ({ key, environment }) => ({
    environment: `\${data.flagform_environment.${environment}.name}`,
    environment_id: `\${data.flagform_environment.${environment}.id}`,
    flag: `\${flagform_feature_flag.${key}.key}`,
    flag_id: `\${flagform_feature_flag.${key}.id}`,
  });
  const serve = (string) => ({ value: { string } });
  const served = ({ key, environment }) =>
    key === keys[0] && environment === "production" ? changed : `${key} in ${environment}`;
  return {
    terraform: { required_providers: { flagform: { source: "flagform/flagform" } } },
    provider: { flagform: {} },
    data: { flagform_environment: Object.fromEntries(ENVIRONMENTS.map((name) => [name, { name }])) },
    resource: {
      flagform_feature_flag: Object.fromEntries(keys.map((key) => [key, { key, type: "string" }])),
      flagform_environment_definition: Object.fromEntries(
        everywhere.map((each) => [nameOf(each), { ...unit(each), enabled: true, serve: serve(served(each)) }]),
      ),
      flagform_segment_override: Object.fromEntries(
        overridden(SEGMENTS).map((each) => [
          nameOf(each),
          { ...unit(each), segment: each.who, serve: serve(`for ${each.who}`) },
        ]),
      ),
      flagform_identity_override: Object.fromEntries(
        overridden(IDENTITIES).map((each) => [
          nameOf(each),
          { ...unit(each), identity: each.who, serve: serve(`for ${each.who}`) },
        ]),
      ),
    },
  };
}

/** As many resources of Terraform's own, which do nothing and know nothing of each other: a run without any provider. */
export function floorConfiguration(resources, changed) {
  const inputs = Array.from({ length: resources }, (_, index) => [`r${index}`, { input: index === 0 ? changed : "same" }]);
  return { resource: { terraform_data: Object.fromEntries(inputs) } };
}

/** The floor with our resources' contents and references: what Terraform itself takes for a graph like ours. */
export function graphConfiguration(resources, changed) {
  const { resource } = flagsConfiguration(resources, changed);
  const own = JSON.stringify(resource)
    .replace(/\$\{data\.flagform_environment\.(\w+)\.\w+\}/g, "$1")
    .replace(/\$\{flagform_feature_flag\.([\w-]+)\.key\}/g, "${terraform_data.feature_flag_$1.input.key}")
    .replace(/\$\{flagform_feature_flag\.([\w-]+)\.id\}/g, "${terraform_data.feature_flag_$1.id}");
  const inputs = Object.entries(JSON.parse(own)).flatMap(([type, bodies]) =>
    Object.entries(bodies).map(([name, input]) => [`${type.replace("flagform_", "")}_${name}`, { input }]),
  );
  return { resource: { terraform_data: Object.fromEntries(inputs) } };
}

function keysOf(resources) {
  return Array.from({ length: resources / PER_FLAG }, (_, index) => `flag-${String(index).padStart(4, "0")}`);
}

function nameOf({ environment, key, who }) {
  return [environment, key, who].filter(Boolean).join("_");
}
