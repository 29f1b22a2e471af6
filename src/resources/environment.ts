import { computed, optional, required, t } from "../terraform/schema";
import { NAME, projectAttribute, scopeAttribute } from "./common-attributes";

export const environmentAttributes = {
  name: required(t.string, "The environment's name. It can be changed in place.", { check: NAME }),
  project: projectAttribute,
  description: optional(t.string, "What the environment is for."),
  deletion_protection: optional(t.bool, "Refuses every plan and request that would delete the environment."),
  adopt_existing: optional(t.bool, "Takes over an environment of this name that exists already, instead of failing."),
  id: computed(t.string, "The platform's id."),
  client_key: computed(t.string, "What applications connect with (Flagsmith: the environment key). Not a secret."),
  scope: scopeAttribute,
} as const;
