import { defineResource } from "../../terraform/resource";
import type { Client } from "../run/client";
import { importedParts } from "../common/import-id";
import { identityAttributes } from "./identity-attributes";
import { identityRead } from "./identity-read";
import { identityEnd } from "./identity-end";
import { identityWrite } from "./identity-write";
import { identityPlan } from "./identity-plan";

export const identity = defineResource<typeof identityAttributes, Client>({
  type: "flagform_identity",
  description:
    "A user, device or account that the platform keeps, with its traits (Flagsmith). Applications create identities themselves; manage those that must exist before.",
  version: 1,
  attributes: identityAttributes,

  ...identityPlan,
  ...identityRead,
  ...identityWrite,
  ...identityEnd,

  importState: (id, { client }) => importedParts(id, ["environment", "identity"], client),
});
