import { computed, optional, required, t, type State } from "../../terraform/schema";
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
    "Traits by name. Others are left alone; one that is taken out of the map is removed. Left out: none is managed.",
  ),
  absent_traits: optional(t.set(t.string), "Traits that the identity must not have: one that is there is removed."),
  on_destroy: optional(
    t.string,
    "What destroying the resource does: `delete` removes the identity with all its traits and overrides, `keep` leaves it as it is. Default: an identity that was made here is deleted, one that was there before is kept.",
    { check: oneOf("delete", "keep") },
  ),
  id: computed(t.string, "`<environment>/<identity>`."),
  scope: scopeAttribute,
} as const;

export type IdentityState = State<typeof identityAttributes>;

export const PARENTS = ["environment"] as const;

export const PATHS: SubjectPaths = { environment: ["environment"], identity: ["identity"], project: ["project"] };
