import type { Diagnostic } from "../../terraform/diagnostic";
import type { ResourceDefinition, PlanContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { isUnknown, isWhollyKnown } from "../../terraform/value";
import { checkTexts, type Texts } from "../common/check-texts";
import { claim } from "../ownership/claim-plan";
import type { Client } from "../run/client";
import { warnHandedOverWithin } from "../common/flagsmith-columns";
import { CREATION_ONLY } from "./flagsmith-flag";
import type { featureFlagAttributes } from "./feature-flag-attributes";
import { type FlagState, managedOf } from "./feature-flag-attributes";
import { settingsOf } from "./feature-flag-settings";
import { whereKnown } from "../common/known";
import { noteParent } from "../parents/planned-parent";
import {
  checkName,
  checkValueAt,
  checkVariants,
  knownAttributes,
  refuseSetting,
  requireCapability,
} from "../audience/plan-checks";
import { plannedRevision } from "../common/revision";
import { warnHandedOver } from "../audience/unit-plan";
import { validateValue } from "../audience/validate-serve";
import { plannedVariants } from "./variants";
import { typeOf } from "./feature-flag-look";
import { refuseToDelete } from "./feature-flag-end";
import { replaced, isReplaced } from "./feature-flag-replacement";

const TEXTS: Texts = { key: "name", description: "description", "tags.*": "tag", "flagsmith.metadata.*": "setting" };

const NO_VARIANTS = {};

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
    claim({ kind: "flag", project: planned.project, name: planned.key }, context);
    noteParent("flag", { project: planned.project, name: planned.key }, prior, context);
    replaced.note(prior, context);
    // The destroy half of a replacement is not planned by itself.
    if (prior && isReplaced(prior, planned, context)) refuseToDelete(prior, context);
    if (client) {
      const { platform } = client;
      requireCapability(platform.capabilities.variants, planned.variants, "variants", ["variants"], platform);
      if (planned.archived === true || planned.on_destroy === "archive")
        requireCapability(
          platform.capabilities.archive,
          true,
          "archive for flags",
          [planned.archived === true ? "archived" : "on_destroy"],
          platform,
        );
      if (!prior) checkName(planned.key, "flag", ["key"], platform);
      checkTexts(planned, prior, TEXTS, platform);
      for (const name of Object.keys(whereKnown(planned.variants) ?? {}))
        checkName(name, "variant", ["variants", name], platform);
      const flagType = typeOf(planned.type, prior === null, context);
      checkVariants(planned.variants, platform, flagType);
      // What is taken over may have its variants already.
      const adopts = planned.adopt_existing ?? client.defaults.adoptExisting;
      const isNew = prior === null && adopts === false && isWhollyKnown([planned.variants, planned.type, planned.mixpanel]);
      refuseSetting(platform.refuseFlag?.(settingsOf(knownAttributes(planned) as FlagState), isNew), platform);
      const settings = planned.flagsmith === null ? null : whereKnown(planned.flagsmith);
      if (settings) checkValueAt(settings.initial_value, ["flagsmith", "initial_value"], client.platform, flagType);
      const [project, key] = [whereKnown(planned.project), whereKnown(planned.key)];
      if (project !== undefined && key !== undefined && flagType !== undefined) {
        const adopts = planned.adopt_existing ?? client.defaults.adoptExisting;
        // Of a flag that is made in this run nobody else has made any.
        const isAlone = prior === null && adopts === false && !platform.capabilities.definitionVariants.can;
        const stated = isAlone ? (planned.variants ?? NO_VARIANTS) : planned.variants;
        const archived = whereKnown(planned.archived) ?? undefined;
        client.flags.remember(project, key, {
          type: flagType,
          ...plannedVariants(stated, flagType, platform),
          ...(stated === null && flagType !== "boolean" && { leavesVariants: true }),
          ...(archived !== undefined && { archived }),
        });
      }
    }
    if (prior) {
      warnIfArchived(prior, planned, context);
      warnHandedOver(prior, config, ["description", "tags", "archived", "variants"], context);
      warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context, CREATION_ONLY);
    }
    return { ...planned, revision: plannedRevision(prior, prior && managedOf(prior), managedOf(planned)) };
  },
} satisfies Partial<ResourceDefinition<typeof featureFlagAttributes, Client>>;

/** A plan that makes no request cannot tell whether it is served now. */
function warnIfArchived(
  prior: FlagState,
  { archived }: Planned<typeof featureFlagAttributes>,
  context: PlanContext<Client>,
): void {
  const platform = context.client?.platform;
  if (!platform || platform.servesArchived || archived !== true || prior.archived === true) return;
  context.warn(
    "Archived flags are served to nobody",
    `On ${platform.title} flag ${prior.key} is switched off everywhere once it is archived: applications get what their code falls back to.`,
  );
}
