import { computed, optional, required, t } from "../terraform/schema";
import { NON_EMPTY } from "./checks";

/** Attributes that several resources share, so that they read and behave alike everywhere. */

export const projectAttribute = optional(t.string, "The project, by name or `id:<id>`. Default: the provider's `project`.", {
  check: NON_EMPTY,
});

export const scopeAttribute = computed(
  t.string,
  "Where the resource lives: platform, host and project id. Work under another scope is refused.",
);

export const revisionAttribute = computed(
  t.string,
  "A fingerprint of what this resource manages. It changes when, and only when, the configuration changes: a trigger for what must follow a flag.",
);

/** Which flag in which environment. The ids tell a replaced parent from an unchanged one; they never force a replacement. */
export const unitAttributes = {
  project: projectAttribute,
  environment: required(t.string, "The environment, by name or `id:<id>`.", { check: NON_EMPTY }),
  environment_id: optional(
    t.string,
    "The environment's id (`flagform_environment.….id`). Set it beside the name, so that a replaced environment is noticed.",
  ),
  flag: required(t.string, "The flag, by key or `id:<id>`.", { check: NON_EMPTY }),
  flag_id: optional(
    t.string,
    "The flag's id (`flagform_feature_flag.….id`). Set it beside the key, so that a replaced flag gets its definition written again.",
  ),
} as const;
