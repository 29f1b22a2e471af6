import { computed, required, t } from "../terraform/schema";
import { NAME, projectAttribute, scopeAttribute } from "./common-attributes";

export const environmentDataSourceAttributes = {
  name: required(t.string, "The environment, by name or `id:<id>`.", { check: NAME }),
  project: projectAttribute,
  id: computed(t.string, "The platform's id."),
  description: computed(t.string, "What the environment is for."),
  client_key: computed(t.string, "What applications connect with (Flagsmith: the environment key). Not a secret."),
  requires_approval: computed(
    t.bool,
    "Whether changes there must go through the platform's own approval (change requests).",
  ),
  scope: scopeAttribute,
} as const;
