/** Flags, and per environment a definition and two overrides, as Terraform's JSON. */

const ENVIRONMENTS = ["development", "staging", "production"];

/** Who gets something of their own, where; the segments are other people's. */
const MIXED = {
  segments: { beta: ENVIRONMENTS, staff: ["development", "staging"] },
  identities: { "support-desk": ["production"] },
};
const SEGMENTS_ONLY = { segments: { beta: ENVIRONMENTS, staff: ENVIRONMENTS }, identities: {} };

/** How the overrides are written, and how many resources a flag has then. */
export const FORMS = [
  { name: "separate", title: "separate resources", perFlag: 10 },
  { name: "listed", title: 'overrides = "listed"', perFlag: 4, overrides: "listed" },
  { name: "exact", title: 'overrides = "exact"', perFlag: 4, overrides: "exact" },
];

export const MIX = "flags x 3 environments x (1 definition + 2 overrides), the flag itself counted";

export const SEED = {
  projects: [
    {
      name: "Shop",
      environments: ENVIRONMENTS.map((name) => ({ name })),
      segments: Object.keys(MIXED.segments).map((name) => ({
        name,
        rules: [{ type: "ALL", conditions: [{ operator: "EQUAL", property: "group", value: name }] }],
      })),
    },
  ],
};

/** So many resources. `changed` is what the first flag serves in production. */
export function flagsConfiguration(resources, changed, form = FORMS[0]) {
  return configurationOf({ flags: resources / form.perFlag, changed, form, audiences: MIXED });
}

/** So many flags, with segment overrides only: what other providers of Flagsmith can write too. */
export function formConfiguration({ flags, changed, form, onDestroy }) {
  return configurationOf({ flags, changed, form, onDestroy, audiences: SEGMENTS_ONLY });
}

function configurationOf({ flags, changed, form, audiences, onDestroy }) {
  const keys = keysOf(flags);
  const everywhere = keys.flatMap((key) => ENVIRONMENTS.map((environment) => ({ key, environment })));
  const unit = ({ key, environment }) => ({
    environment: `\${data.flagform_environment.${environment}.name}`,
    environment_id: `\${data.flagform_environment.${environment}.id}`,
    flag: `\${flagform_feature_flag.${key}.key}`,
    flag_id: `\${flagform_feature_flag.${key}.id}`,
  });
  const serve = (string) => ({ value: { string } });
  const served = ({ key, environment }) =>
    key === keys[0] && environment === "production" ? changed : `${key} in ${environment}`;
  // An empty exact set says that there are none, which costs a look.
  const within = (attribute, named, environment) => {
    const entries = whoIn(named, environment).map((who) => [who, { serve: serve(`for ${who}`) }]);
    return entries.length > 0 && { [`${attribute}_overrides`]: Object.fromEntries(entries) };
  };
  const own = ({ environment }) =>
    form.overrides && {
      overrides: form.overrides,
      ...within("segment", audiences.segments, environment),
      ...within("identity", audiences.identities, environment),
    };
  const apart = (attribute, named) => {
    const entries = everywhere.flatMap((each) =>
      whoIn(named, each.environment).map((who) => [
        nameOf({ ...each, who }),
        { ...unit(each), [attribute]: who, serve: serve(`for ${who}`) },
      ]),
    );
    // Terraform refuses a type without resources.
    if (form.overrides || entries.length === 0) return {};
    return { [`flagform_${attribute}_override`]: Object.fromEntries(entries) };
  };
  return {
    terraform: { required_providers: { flagform: { source: "flagform/flagform" } } },
    provider: { flagform: {} },
    data: { flagform_environment: Object.fromEntries(ENVIRONMENTS.map((name) => [name, { name }])) },
    resource: {
      flagform_feature_flag: Object.fromEntries(keys.map((key) => [key, { key, type: "string" }])),
      flagform_environment_definition: Object.fromEntries(
        everywhere.map((each) => [
          nameOf(each),
          {
            ...unit(each),
            enabled: true,
            serve: serve(served(each)),
            ...own(each),
            ...(onDestroy && { on_destroy: onDestroy }),
          },
        ]),
      ),
      ...apart("segment", audiences.segments),
      ...apart("identity", audiences.identities),
    },
  };
}

/** As many resources of Terraform's own, which do nothing and know nothing of each other: a run without any provider. */
export function floorConfiguration(resources, changed) {
  const inputs = Array.from({ length: resources }, (_, index) => [`r${index}`, { input: index === 0 ? changed : "same" }]);
  return { resource: { terraform_data: Object.fromEntries(inputs) } };
}

/** The floor with our resources' contents and references: what Terraform itself takes for a graph like ours. */
export function graphConfiguration(resources, changed, form = FORMS[0]) {
  const { resource } = flagsConfiguration(resources, changed, form);
  const own = JSON.stringify(resource)
    .replace(/\$\{data\.flagform_environment\.(\w+)\.\w+\}/g, "$1")
    .replace(/\$\{flagform_feature_flag\.([\w-]+)\.key\}/g, "${terraform_data.feature_flag_$1.input.key}")
    .replace(/\$\{flagform_feature_flag\.([\w-]+)\.id\}/g, "${terraform_data.feature_flag_$1.id}");
  const inputs = Object.entries(JSON.parse(own)).flatMap(([type, bodies]) =>
    Object.entries(bodies).map(([name, input]) => [`${type.replace("flagform_", "")}_${name}`, { input }]),
  );
  return { resource: { terraform_data: Object.fromEntries(inputs) } };
}

function whoIn(named, environment) {
  return Object.entries(named).flatMap(([who, where]) => (where.includes(environment) ? [who] : []));
}

function keysOf(flags) {
  return Array.from({ length: flags }, (_, index) => `flag-${String(index).padStart(4, "0")}`);
}

function nameOf({ environment, key, who }) {
  return [environment, key, who].filter(Boolean).join("_");
}
