/** 50 flags in 3 environments, each with a definition and 2 segment overrides, as Terraform's JSON. */

export const FLAGS = 50;
export const ENVIRONMENTS = ["development", "staging", "production"];
export const SEGMENTS = ["beta", "staff"];

export const SEED = { projects: [{ name: "Shop", environments: ENVIRONMENTS.map((name) => ({ name })) }] };

/** `changed` is what the first flag serves in production. */
export function flagsConfiguration(changed) {
  const keys = Array.from({ length: FLAGS }, (_, index) => `flag-${String(index).padStart(2, "0")}`);
  const units = keys.flatMap((key) => ENVIRONMENTS.map((environment) => ({ key, environment })));
  const unit = ({ key, environment }) => ({
    environment: `\${data.flagform_environment.${environment}.name}`,
    environment_id: `\${data.flagform_environment.${environment}.id}`,
    flag: `\${flagform_feature_flag.${key}.key}`,
    flag_id: `\${flagform_feature_flag.${key}.id}`,
  });
  const serve = (string) => ({ value: { string } });
  return {
    terraform: { required_providers: { flagform: { source: "flagform/flagform" } } },
    provider: { flagform: {} },
    data: { flagform_environment: Object.fromEntries(ENVIRONMENTS.map((name) => [name, { name }])) },
    resource: {
      flagform_feature_flag: Object.fromEntries(keys.map((key) => [key, { key, type: "string" }])),
      flagform_segment: Object.fromEntries(
        SEGMENTS.map((name) => [
          name,
          { name, rules: [{ match: "all", conditions: [{ operator: "equal_to", trait: "group", value: name }] }] },
        ]),
      ),
      flagform_environment_definition: Object.fromEntries(
        units.map((each) => {
          const isChanged = each.key === keys[0] && each.environment === "production";
          const value = isChanged ? changed : `${each.key} in ${each.environment}`;
          return [`${each.environment}_${each.key}`, { ...unit(each), enabled: true, serve: serve(value) }];
        }),
      ),
      flagform_segment_override: Object.fromEntries(
        units.flatMap((each) =>
          SEGMENTS.map((segment) => [
            `${each.environment}_${each.key}_${segment}`,
            {
              ...unit(each),
              segment: `\${flagform_segment.${segment}.name}`,
              segment_id: `\${flagform_segment.${segment}.id}`,
              serve: serve(`for ${segment}`),
            },
          ]),
        ),
      ),
    },
  };
}

export function managed(configuration) {
  return Object.values(configuration.resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
}

/** As many resources of Terraform's own that do nothing: what a run takes without any provider's work. */
export function floorConfiguration(count, changed) {
  const inputs = Array.from({ length: count }, (_, index) => [`r${index}`, { input: index === 0 ? changed : "same" }]);
  return { resource: { terraform_data: Object.fromEntries(inputs) } };
}
