import { defineResource } from "../../terraform/resource";
import { identityBy } from "../import/identity";
import { importNamed } from "../import/import-named";
import type { Client } from "../run/client";
import { environmentAttributes } from "./environment-attributes";
import { environmentEnd } from "./environment-end";
import { environmentLook } from "./environment-look";
import { environmentPlan } from "./environment-plan";
import { environmentRead } from "./environment-read";
import { environmentWrite } from "./environment-write";

export const environment = defineResource<typeof environmentAttributes, Client>({
  type: "flagform_environment",
  description: "An environment of the project. For one that is managed elsewhere, use the data source of the same name.",
  version: 0,
  attributes: environmentAttributes,
  identity: identityBy({ environment_id: "id" }),

  ...environmentPlan,
  ...environmentLook,
  ...environmentRead,
  ...environmentWrite,
  ...environmentEnd,

  importState(importId, { client }) {
    return importNamed(importId, client, ({ environments }) => environments);
  },
});
