import { defineListResource } from "../../terraform/list-resource";
import { environment } from "../environment/environment";
import type { Client } from "../run/client";
import { named, namedFilters } from "./filters";
import { foundIn } from "./found";
import { leftOut } from "./left-out";
import { listStates } from "./list-states";

export const environmentList = defineListResource<typeof namedFilters, Client>({
  type: "flagform_environment",
  description: "The environments of a project, by name.",
  attributes: namedFilters,

  list(config, context) {
    const { title, capabilities } = context.client.platform;
    const found = async function* () {
      if (!capabilities.environments.can) {
        yield leftOut("all environments", `${title} has no environments to manage. ${capabilities.environments.nearest}`);
        return;
      }
      const { project, all, things } = await named(config, context, context.client.platform.environments);
      for (const each of things) yield foundIn(project, each, all);
    };
    return listStates(environment, found(), context);
  },
});
