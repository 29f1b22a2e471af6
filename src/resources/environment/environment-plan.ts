import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { ResourceDefinition } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { isUnknown } from "../../terraform/value";
import { warnHandedOver } from "../audience/unit-plan";
import { warnHandedOverWithin } from "../common/flagsmith/flagsmith-columns";
import { checkName, checkTexts, requireCapability, type Texts } from "../common/plan-checks";
import { claim } from "../ownership/claim-plan";
import { refuseReplacement } from "../ownership/named-thing";
import { ReplacedStates } from "../ownership/replaced-states";
import { refuseToLeaveBehind } from "../parents/left-behind";
import { noteParent } from "../parents/planned-parent";
import type { Client } from "../run/client";
import type { environmentAttributes, EnvironmentState } from "./environment-attributes";

const replaced = new ReplacedStates<EnvironmentState>();

const TEXTS: Texts = {
  name: "name",
  description: "environment description",
  "flagsmith.banner_text": "setting",
  "flagsmith.banner_colour": "setting",
  "flagsmith.metadata.*": "setting",
};

export const environmentPlan = {
  plan({ config, prior, planned }, context) {
    claim({ kind: "environment", project: planned.project, name: planned.name, id: prior?.id }, context);
    noteParent("environment", planned, prior, context);
    replaced.note(prior, context);
    const { client } = context;
    if (client) {
      if (prior) client.approvals.change(prior, planned);
      else client.approvals.make(planned);
      const { platform } = client;
      requireCapability(platform.capabilities.environments, planned.name, "environments to manage", ["name"], platform);
      if (prior?.name !== planned.name) checkName(planned.name, "environment", ["name"], platform);
      checkTexts(planned, prior, TEXTS, platform);
    }
    if (prior) {
      refuseToUnversion(prior, planned);
      warnHandedOver(prior, config, ["description"], context);
      warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context, CREATION_ONLY);
    }
    return planned;
  },

  previewCreate: (planned, context) =>
    replaced.preview(context, (prior) => {
      refuseReplacement(prior, `Environment ${prior.name}`, context);
      refuseToLeaveBehind("environment", prior, planned, context);
    }),
} satisfies Partial<ResourceDefinition<typeof environmentAttributes, Client>>;

const CREATION_ONLY = ["clone_from", "clone_from_id"];

/** Before anything is sent, and before all other steps of the plan. */
function refuseToUnversion(prior: EnvironmentState, { flagsmith }: Planned<typeof environmentAttributes>): void {
  if (!prior.flagsmith?.feature_versioning || flagsmith === null || isUnknown(flagsmith)) return;
  if (flagsmith.feature_versioning !== false) return;
  throw new DiagnosticError(
    error(
      "Feature versioning cannot be switched off",
      `Environment ${prior.name} uses it, and Flagsmith cannot turn it off without losing the flags' history. Set feature_versioning = true, or leave it out.`,
      ["flagsmith", "feature_versioning"],
    ),
  );
}
