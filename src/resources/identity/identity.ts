import { defineResource } from "../../terraform/resource";
import { identityBy } from "../import/identity";
import { importedParts } from "../import/import-id";
import { namesOnly } from "../import/written-config";
import type { Client } from "../run/client";
import { identityAttributes } from "./identity-attributes";
import { identityEnd } from "./identity-end";
import { identityLook } from "./identity-look";
import { identityPlan } from "./identity-plan";
import { identityRead } from "./identity-read";
import { identityWrite } from "./identity-write";

export const identity = defineResource<typeof identityAttributes, Client>({
  type: "flagform_identity",
  description:
    "A user, device or account that the platform keeps, with its traits (Flagsmith). Applications create identities themselves; manage those that must exist before.",
  version: 1,
  attributes: identityAttributes,
  identity: identityBy({ environment_id: "environment_id", identity: "identity" }),

  ...identityPlan,
  ...identityLook,
  ...identityRead,
  ...identityWrite,
  ...identityEnd,

  importState: (id, { client }) => importedParts(id, "flagform_identity", client),
  writeConfig: (config) => namesOnly(config, ["environment"]),
});
