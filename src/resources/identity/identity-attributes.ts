import { computed, optional, required, type State, t } from "../../terraform/schema";
import { NON_EMPTY, oneOf } from "../common/checks";
import { environmentReference, projectAttribute, scopeAttribute } from "../common/common-attributes";
import type { SubjectPaths } from "../common/platform-diagnostic";
import { traitType } from "./trait-attributes";

export const identityAttributes = {
  project: projectAttribute,
  ...environmentReference,
  identity: required(t.string, "The identifier of the user, device or account, as the application names it.", {
    check: NON_EMPTY,
  }),
  traits: optional(
    t.map(traitType),
    "Traits by name. Other traits stay as they are; a trait that you remove from the map is removed. Not set: not managed.",
  ),
  absent_traits: optional(t.set(t.string), "Traits that the identity must not have. If one exists, it is removed."),
  on_destroy: optional(
    t.string,
    "What a destroy does: `delete` removes the identity with all its traits and overrides, `keep` leaves it as it is. Default: an identity that this resource created is deleted, one that existed before is kept.",
    { check: oneOf("delete", "keep") },
  ),
  id: computed(t.string, "`<environment>/<identity>`."),
  scope: scopeAttribute,
} as const;

export type IdentityState = State<typeof identityAttributes>;

export const PARENTS = ["environment"] as const;

export const PATHS: SubjectPaths = { environment: ["environment"], identity: ["identity"], project: ["project"] };
