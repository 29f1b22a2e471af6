import { computed, optional, required, type State, t } from "../../terraform/schema";
import { longest, NON_EMPTY, oneOf } from "../common/checks";
import { projectAttribute, scopeAttribute } from "../common/common-attributes";
import { approvals, metadataAttribute } from "../common/flagsmith/flagsmith-attributes";
import {
  APPROVALS,
  type ColumnTable,
  INHERITED,
  SWITCHED_OFF,
  SWITCHED_ON,
  TEXT,
} from "../common/flagsmith/flagsmith-columns";
import type { SubjectPaths } from "../common/platform-diagnostic";

export const environmentAttributes = {
  name: required(t.string, "The environment's name. It can be changed in place.", { check: NON_EMPTY }),
  project: projectAttribute,
  description: optional(t.string, "What the environment is for."),
  deletion_protection: optional(t.bool, "Refuses every plan that would delete the environment."),
  adopt_existing: optional(t.bool, "Takes over an environment of this name that already exists, instead of failing."),
  flagsmith: optional(
    t.settings({
      clone_from: optional(
        t.string,
        "Creation only: the environment to copy, by name or `id:<id>`, with its flags, overrides and settings.",
        { check: NON_EMPTY },
      ),
      clone_from_id: optional(
        t.string,
        "Creation only: the id of that environment (`flagform_environment.….id`). Set it if the same configuration creates the environment, so that the copy is created after it.",
      ),
      hide_disabled_flags: optional(
        t.string,
        "Whether flags that are off are hidden from SDKs: `on`, `off`, or `inherit` (as the project says).",
        { check: oneOf("on", "off", "inherit") },
      ),
      allow_client_traits: optional(t.bool, "Whether client-side SDKs may set traits of identities."),
      banner_text: optional(t.string, "The banner that the dashboard shows for the environment. Empty: no banner.", {
        check: longest(255),
      }),
      banner_colour: optional(t.string, "The banner's colour, such as `#ff0000`. Empty: no colour.", { check: longest(7) }),
      hide_sensitive_data: optional(t.bool, "Leaves data that SDKs do not need out of their responses."),
      use_identity_composite_key_for_hashing: optional(
        t.bool,
        "Whether percentages are calculated from environment and identifier, so that server-side and client-side evaluation agree.",
      ),
      use_identity_overrides_in_local_eval: optional(
        t.bool,
        "Whether the document for local evaluation contains identity overrides.",
      ),
      minimum_change_request_approvals: approvals("flags in the environment"),
      feature_versioning: optional(
        t.bool,
        "Whether each change of a flag creates a version. It can be switched on, but not off.",
      ),
      metadata: metadataAttribute,
    }),
    "Settings that only exist on Flagsmith.",
  ),
  split: optional(
    t.settings({ production: optional(t.bool, "Whether it is a production environment. Split protects these more.") }),
    "Settings that only exist on Split.",
  ),
  id: computed(t.string, "The platform's id."),
  client_key: computed(
    t.string,
    "The client-side key that applications connect with (Flagsmith: the environment key). Not a secret.",
  ),
  scope: scopeAttribute,
} as const;

export const ENVIRONMENT_COLUMNS: ColumnTable = {
  hide_disabled_flags: INHERITED,
  allow_client_traits: SWITCHED_ON,
  banner_text: TEXT,
  banner_colour: TEXT,
  hide_sensitive_data: SWITCHED_OFF,
  use_identity_composite_key_for_hashing: SWITCHED_ON,
  use_identity_overrides_in_local_eval: SWITCHED_ON,
  minimum_change_request_approvals: APPROVALS,
};

export type EnvironmentState = State<typeof environmentAttributes>;

export const PATHS: SubjectPaths = { environment: ["name"], project: ["project"] };
