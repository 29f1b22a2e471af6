import { resolveName } from "../../platforms/adapter/lists/names";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import { defineDataSource } from "../../terraform/resource";
import { computed, optional, required, t } from "../../terraform/schema";
import { valueAttribute } from "../audience/serve-value";
import { NON_EMPTY } from "../common/checks";
import { projectAttribute, scopeAttribute } from "../common/common-attributes";
import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";
import { traitOf, traitType, validateTraits } from "./trait-attributes";

const evaluationDataSourceAttributes = {
  environment: required(t.string, "The environment, by name or `id:<id>`.", { check: NON_EMPTY }),
  project: projectAttribute,
  identity: optional(t.string, "The identifier that the application uses for the user. Not set: an anonymous user."),
  traits: optional(t.map(traitType), "Their traits, typed. They are not stored."),
  flags: computed(
    t.map(
      t.object({
        enabled: computed(t.bool, "Whether the flag is on for them."),
        value: computed(
          t.object({
            boolean: computed(t.bool, "A boolean value."),
            string: computed(t.string, "A string value."),
            integer: computed(t.integer, "A whole number."),
            number: computed(t.number, "A number of any size."),
            json: computed(t.string, "JSON text."),
          }),
          "The value, in the attribute of its type. Null if the flag has no value.",
        ),
      }),
    ),
    "What the user is served, by flag key.",
  ),
  scope: scopeAttribute,
} as const;

export const evaluationDataSource = defineDataSource<typeof evaluationDataSourceAttributes, Client>({
  type: "flagform_evaluation",
  description:
    "Reads what a user is served: the flags of an environment, as an application gets them for an identity with these traits. For checks (`check`, `postcondition`) after an apply.",
  version: 0,
  attributes: evaluationDataSourceAttributes,

  validate(config) {
    return validateTraits(config.traits, ["traits"]);
  },

  read(config, { client: { platform } }) {
    return reporting({ environment: ["environment"], project: ["project"] }, async () => {
      if (!platform.evaluator) {
        throw new DiagnosticError(
          error(
            `The admin API of ${platform.title} does not return what a user is served`,
            "Use its SDK in a test of the application instead.",
          ),
        );
      }
      const project = await platform.project(config.project);
      const attempted = `evaluate the flags of environment ${config.environment}`;
      const environments = await platform.environments.list(project);
      const environment = resolveName(environments, config.environment, "environment", attempted);
      const traits = new Map(Object.entries(config.traits ?? {}).map(([key, trait]) => [key, traitOf(trait)]));
      const flags = await platform.evaluator.evaluate({ project, environment }, { identifier: config.identity, traits });
      const attributes = [...flags].map(([key, { enabled, value }]) => [
        key,
        { enabled, value: value && valueAttribute(value) },
      ]);
      return { ...config, flags: Object.fromEntries(attributes), scope: project.scope };
    });
  },
});
