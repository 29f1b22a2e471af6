import type { Diagnostic } from "../../terraform/diagnostic";
import type { ResourceDefinition } from "../../terraform/resource";
import { isUnknown } from "../../terraform/value";
import { warnHandedOver } from "../audience/unit-plan";
import { validateValue } from "../audience/validate-serve";
import { warnHandedOverWithin } from "../common/flagsmith/flagsmith-columns";
import { plannedRevision } from "../common/revision";
import { claim } from "../ownership/claim-plan";
import { noteParent } from "../parents/planned-parent";
import type { Client } from "../run/client";
import { type featureFlagAttributes, managedOf } from "./feature-flag-attributes";
import { checkFlag, warnIfArchived } from "./feature-flag-checks";
import { refuseToDelete } from "./feature-flag-end";
import { isReplaced, replaced } from "./feature-flag-replacement";
import { CREATION_ONLY } from "./flagsmith-flag";

export const flagPlan = {
  validate(config) {
    const diagnostics: Diagnostic[] = [];
    if (config.variants !== null && !isUnknown(config.variants)) {
      for (const [key, variant] of Object.entries(config.variants)) {
        if (!isUnknown(variant)) diagnostics.push(...validateValue(variant.value, ["variants", key, "value"]));
      }
    }
    if (config.flagsmith !== null && !isUnknown(config.flagsmith)) {
      diagnostics.push(...validateValue(config.flagsmith.initial_value, ["flagsmith", "initial_value"]));
    }
    return diagnostics;
  },

  plan({ config, prior, planned }, context) {
    const { client } = context;
    claim({ kind: "flag", project: planned.project, name: planned.key, id: prior?.id }, context);
    noteParent("flag", { project: planned.project, name: planned.key }, prior, context);
    replaced.note(prior, context);
    // The destroy half of a replacement is not planned separately.
    if (prior && isReplaced(prior, planned, context)) refuseToDelete(prior, context);
    if (client) checkFlag(prior, planned, client, context);
    if (prior) {
      warnIfArchived(prior, planned, context);
      warnHandedOver(prior, config, ["description", "tags", "archived", "variants"], context);
      warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context, CREATION_ONLY);
    }
    return { ...planned, revision: plannedRevision(prior, prior && managedOf(prior), managedOf(planned)) };
  },
} satisfies Partial<ResourceDefinition<typeof featureFlagAttributes, Client>>;
