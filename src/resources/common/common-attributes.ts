import { computed, filled, optional, t } from "../../terraform/schema";
import { NON_EMPTY } from "./checks";

/** Attributes that several resources share, so that they look and behave the same everywhere. */

export const projectAttribute = optional(t.string, "The project, by name or `id:<id>`. Default: the provider's `project`.", {
  check: NON_EMPTY,
});

export const scopeAttribute = computed(
  t.string,
  "Where the resource lives: platform, host and project id. A provider that points elsewhere is refused.",
);

export const revisionAttribute = computed(
  t.string,
  "A fingerprint of what this resource manages. It changes only when the configuration changes. Use it as a trigger for whatever must follow a change of the flag.",
);

/**
 * Which environment. One of the two is enough; an id shows whether a parent was replaced, and never forces a replacement.
 */
export const environmentReference = {
  environment: filled(
    t.string,
    "The environment, by name or `id:<id>`. Set this or `environment_id`. If both are set, the id decides.",
    { check: NON_EMPTY },
  ),
  environment_id: filled(t.string, "The environment's id (`flagform_environment.….id`).", { check: NON_EMPTY }),
} as const;

/** Which flag in which environment. */
export const unitAttributes = {
  project: projectAttribute,
  ...environmentReference,
  flag: filled(t.string, "The flag, by key or `id:<id>`. Set this or `flag_id`. If both are set, the id decides.", {
    check: NON_EMPTY,
  }),
  flag_id: filled(t.string, "The flag's id (`flagform_feature_flag.….id`).", { check: NON_EMPTY }),
} as const;
