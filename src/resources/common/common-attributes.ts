import { computed, filled, optional, t } from "../../terraform/schema";
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

/** Which environment. One of the two is enough; ids tell a replaced parent from an unchanged one, and never force a replacement. */
export const environmentReference = {
  environment: filled(
    t.string,
    "The environment, by name or `id:<id>`. Either this or `environment_id` is enough; where both are set the id decides.",
    { check: NON_EMPTY },
  ),
  environment_id: filled(t.string, "The environment's id (`flagform_environment.….id`).", { check: NON_EMPTY }),
} as const;

/** Which flag in which environment. */
export const unitAttributes = {
  project: projectAttribute,
  ...environmentReference,
  flag: filled(
    t.string,
    "The flag, by key or `id:<id>`. Either this or `flag_id` is enough; where both are set the id decides.",
    { check: NON_EMPTY },
  ),
  flag_id: filled(t.string, "The flag's id (`flagform_feature_flag.….id`).", { check: NON_EMPTY }),
} as const;
