import { resolveName } from "../../platforms/adapter/lists/names";
import { defineResource } from "../../terraform/resource";
import { reporting } from "../common/platform-diagnostic";
import { projectIdentity } from "../import/identity";
import type { Client } from "../run/client";
import { projectAttributes } from "./project-attributes";
import { projectEnd } from "./project-end";
import { projectPlan } from "./project-plan";
import { projectRead } from "./project-read";
import { storeOf } from "./project-settings";
import { projectWrite } from "./project-write";

export const project = defineResource<typeof projectAttributes, Client>({
  type: "flagform_project",
  description:
    "A project (Flagsmith). If you already have one, you only need its name in the provider block. This resource is for teams that create many.",
  version: 0,
  attributes: projectAttributes,
  identity: projectIdentity(),

  ...projectPlan,
  ...projectRead,
  ...projectWrite,
  ...projectEnd,

  importState(importId, { client }) {
    return reporting({}, async () => {
      const store = storeOf(client.platform);
      const attempted = `import project ${importId}`;
      const found = resolveName(await store.list(await store.organisation(null)), importId, "project", attempted);
      return { name: found.name, id: found.id };
    });
  },
});
