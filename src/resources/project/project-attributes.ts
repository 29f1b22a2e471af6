import * as z from "zod/mini";
import { computed, optional, required, type State, t } from "../../terraform/schema";
import { atLeast, atMost, both, INTEGER_32, NON_EMPTY, oneOf } from "../common/checks";
import { scopeAttribute } from "../common/common-attributes";
import { approvals } from "../common/flagsmith/flagsmith-attributes";
import { APPROVALS, type ColumnTable, number, SWITCHED_OFF, SWITCHED_ON, TEXT } from "../common/flagsmith/flagsmith-columns";
import type { SubjectPaths } from "../common/platform-diagnostic";

const REGEX = z.string().check(
  z.refine(isRegularExpression, "must be a regular expression"),
  z.refine((text) => [...text].length <= 255, "must not have more than 255 characters"),
);

export const projectAttributes = {
  name: required(t.string, "The project's name. It can be changed in place.", { check: NON_EMPTY }),
  organisation: optional(
    t.string,
    "The organisation, by name or id. Default: the provider's, or the only one that the credential can access.",
    { check: NON_EMPTY },
  ),
  on_destroy: optional(t.string, "What a destroy does: `delete` (default) or `keep`.", {
    check: oneOf("delete", "keep"),
  }),
  deletion_protection: optional(
    t.bool,
    "Refuses every plan that would delete the project with all its flags and environments. Default: true, also if the provider's defaults say otherwise. To delete it, set this to false and apply first.",
  ),
  adopt_existing: optional(t.bool, "Takes over a project of this name that already exists, instead of failing."),
  flagsmith: optional(
    t.settings({
      hide_disabled_flags: optional(
        t.bool,
        "Whether flags that are off are hidden from SDKs, in environments that inherit the setting.",
      ),
      prevent_flag_defaults: optional(t.bool, "New flags start off and without a value in every environment."),
      enable_realtime_updates: optional(t.bool, "Sends changes to SDKs at once. Not available on every Flagsmith plan."),
      only_allow_lower_case_feature_names: optional(
        t.bool,
        "The dashboard only accepts lower-case keys. The API accepts all.",
      ),
      feature_name_regex: optional(t.string, "A regular expression that flag keys must match completely. Empty: all keys.", {
        check: REGEX,
      }),
      stale_flags_limit_days: optional(
        t.integer,
        "Days without a change after which a flag is stale. Not available on every Flagsmith plan.",
        {
          check: both(atLeast(0), atMost(INTEGER_32)),
        },
      ),
      enforce_feature_owners: optional(t.bool, "New flags need an owner."),
      minimum_change_request_approvals: approvals("segments"),
    }),
    "Settings that only exist on Flagsmith.",
  ),
  id: computed(t.string, "The platform's id."),
  uuid: computed(t.string, "The platform's UUID."),
  scope: scopeAttribute,
} as const;

export const PROJECT_COLUMNS: ColumnTable = {
  hide_disabled_flags: SWITCHED_OFF,
  prevent_flag_defaults: SWITCHED_OFF,
  enable_realtime_updates: SWITCHED_OFF,
  only_allow_lower_case_feature_names: SWITCHED_ON,
  feature_name_regex: TEXT,
  stale_flags_limit_days: number(30),
  enforce_feature_owners: SWITCHED_OFF,
  minimum_change_request_approvals: APPROVALS,
};

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

export type ProjectState = State<typeof projectAttributes>;

export const PATHS: SubjectPaths = { project: ["name"], organisation: ["organisation"] };
