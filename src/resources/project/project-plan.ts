import type { ResourceDefinition } from "../../terraform/resource";
import { isUnknown } from "../../terraform/value";
import { warnHandedOverWithin } from "../common/flagsmith/flagsmith-columns";
import { whereKnown } from "../common/known";
import { checkTexts } from "../common/plan-checks";
import { claim } from "../ownership/claim-plan";
import { ReplacedStates } from "../ownership/replaced-states";
import { look } from "../parents/plan-look";
import type { Client } from "../run/client";
import type { projectAttributes } from "./project-attributes";
import { PATHS, type ProjectState } from "./project-attributes";
import { fateOf, refuseProtected } from "./project-end";
import { storeOf } from "./project-settings";
import { sameOrganisation } from "./project-write";

export const projectPlan = {
  plan({ config, prior, planned }, context) {
    if (context.client) {
      storeOf(context.client.platform);
      checkTexts(planned, prior, { name: "name", "flagsmith.feature_name_regex": "setting" }, context.client.platform);
    }
    claim({ kind: "project", project: null, name: planned.name, id: prior?.id }, context);
    const name = whereKnown(planned.name);
    if (name !== undefined && name !== prior?.name) context.client?.parents.making("project", null, name);
    replaced.note(prior, context);
    if (prior) context.client?.approvals.change(prior, planned);
    if (prior) context.client?.approvals.change(prior, planned);
    if (prior) warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context);
    return planned;
  },

  previewCreate: (_planned, context) =>
    replaced.preview(context, (prior) => {
      if (fateOf(prior, context) === "delete") refuseProtected(prior, context.client);
    }),

  look({ prior, planned }, context) {
    return look(PATHS, context, async (client) => {
      const { organisation } = planned;
      if (isUnknown(organisation) || prior?.organisation === organisation) return;
      const store = storeOf(client.platform);
      if (prior) await sameOrganisation(prior, { organisation }, store);
      else await store.organisation(organisation);
    });
  },
} satisfies Partial<ResourceDefinition<typeof projectAttributes, Client>>;

const replaced = new ReplacedStates<ProjectState>();
