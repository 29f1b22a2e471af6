import type { ListedIdentity } from "../../platforms/port/identity/identity-store";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import { defineDataSource } from "../../terraform/resource";
import { computed, optional, t } from "../../terraform/schema";
import { valueAttribute } from "../audience/serve-value";
import { parentToWrite } from "../audience/unit";
import { atLeast } from "../common/checks";
import { environmentReference, projectAttribute, scopeAttribute } from "../common/common-attributes";
import { reporting } from "../common/platform-diagnostic";
import { validateParents } from "../parents/planned-parent";
import type { Client } from "../run/client";

const servedValue = t.object({
  boolean: computed(t.bool, "A boolean value."),
  string: computed(t.string, "A string value."),
  integer: computed(t.integer, "A whole number."),
});

export const identitiesDataSourceAttributes = {
  project: projectAttribute,
  ...environmentReference,
  search: optional(
    t.string,
    'What identifiers must have: as Flagsmith searches, in them (or, at the edge, at their beginning); in double quotes (`"\\"user-42\\""`) the whole one.',
  ),
  limit: optional(t.integer, "Maximum number of identities. Default: 100.", { check: atLeast(1) }),
  with_flags: optional(t.bool, "Whether to read what each of them is served, with one request each."),
  id: computed(t.string, "The environment's id."),
  identifiers: computed(t.list(t.string), "The identifiers, sorted."),
  served: computed(
    t.map(
      t.object({
        flags: computed(
          t.map(
            t.object({
              enabled: computed(t.bool, "Whether the flag is on for it."),
              value: computed(servedValue, "The value; null if there is only `enabled`."),
              overridden_by: computed(
                t.string,
                "`identity` or `segment` if an override decides; null if the environment's default does.",
              ),
            }),
          ),
          "By flag key.",
        ),
      }),
    ),
    "What they are served, by identifier; null if it was not requested.",
  ),
  scope: scopeAttribute,
} as const;

export const identitiesDataSource = defineDataSource<typeof identitiesDataSourceAttributes, Client>({
  type: "flagform_identities",
  description: "Reads the identities of an environment, and what they are served (Flagsmith).",
  version: 0,
  attributes: identitiesDataSourceAttributes,

  validate(config) {
    return validateParents(config, ["environment"]);
  },

  read(config, { client: { platform } }) {
    return reporting({ project: ["project"], environment: ["environment"] }, async () => {
      const { identities, title } = platform;
      if (!identities) {
        throw new DiagnosticError(error(`${title} does not store identities`, "They only exist in the application."));
      }
      const project = await platform.project(config.project);
      const { environment: name, environment_id: id } = config;
      const found = await parentToWrite(platform.environments, project, { name, id }, "read identities");
      const environment = found.thing;
      const query = { search: config.search, limit: config.limit ?? 100, withFlags: config.with_flags ?? false };
      const listed = await identities.list({ project, environment }, query);
      return {
        ...config,
        environment: name ?? found.name,
        environment_id: id ?? environment.id,
        id: environment.id,
        identifiers: listed.map(({ identifier }) => identifier).sort(),
        served: query.withFlags ? Object.fromEntries(listed.map(flagsOf)) : null,
        scope: project.scope,
      };
    });
  },
});

function flagsOf({ identifier, flags = [] }: ListedIdentity) {
  const served = flags.map(({ flag, enabled, value, overriddenBy }) => {
    const attribute = value && valueAttribute(value);
    const typed = attribute && { boolean: attribute.boolean, string: attribute.string, integer: attribute.integer };
    return [flag, { enabled, value: typed, overridden_by: overriddenBy }] as const;
  });
  return [identifier, { flags: Object.fromEntries(served) }] as const;
}
