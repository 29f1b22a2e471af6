import { getOwn } from "../../get-own";
import type { FlagValueKind } from "../../platforms/model/flag-value";
import type { PlanContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { isWhollyKnown } from "../../terraform/value";
import { checkValueAt, checkVariants } from "../audience/check-serve";
import { whereKnown } from "../common/known";
import { checkName, checkTexts, knownAttributes, refuseSetting, requireCapability, type Texts } from "../common/plan-checks";
import type { Client } from "../run/client";
import type { featureFlagAttributes, FlagState } from "./feature-flag-attributes";
import { typeOf } from "./feature-flag-look";
import { settingsOf } from "./feature-flag-settings";
import { plannedVariants } from "./variants";

const TEXTS: Texts = { key: "name", description: "description", "tags.*": "tag", "flagsmith.metadata.*": "setting" };

const NO_VARIANTS = {};

/** What the platform would refuse. What the flag is by its plan is kept for the plans of what hangs on it. */
export function checkFlag(
  prior: FlagState | null,
  planned: Planned<typeof featureFlagAttributes>,
  client: Client,
  context: PlanContext<Client>,
): void {
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
    if (getOwn(prior?.variants, name) === undefined) checkName(name, "variant", ["variants", name], platform);
  const flagType = typeOf(planned.type, prior === null, context);
  checkVariants(planned.variants, platform, flagType);
  // An adopted flag may have its variants already.
  const adopts = planned.adopt_existing ?? client.defaults.adoptExisting;
  const isNew = prior === null && adopts === false && isWhollyKnown([planned.variants, planned.type, planned.mixpanel]);
  refuseSetting(platform.refuseFlag?.(settingsOf(knownAttributes(planned) as FlagState), isNew), platform);
  const settings = planned.flagsmith === null ? null : whereKnown(planned.flagsmith);
  if (settings) checkValueAt(settings.initial_value, ["flagsmith", "initial_value"], client.platform, flagType);
  rememberFlag(prior, planned, flagType, client);
}

/** For the plans of its definitions and overrides. */
function rememberFlag(
  prior: FlagState | null,
  planned: Planned<typeof featureFlagAttributes>,
  flagType: FlagValueKind | undefined,
  client: Client,
): void {
  const { platform } = client;
  const [project, key] = [whereKnown(planned.project), whereKnown(planned.key)];
  if (project !== undefined && key !== undefined && flagType !== undefined) {
    const adopts = planned.adopt_existing ?? client.defaults.adoptExisting;
    // A flag that is created in this run has no variants from others.
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

/** A plan that sends no request cannot know whether the flag is served now. */
export function warnIfArchived(
  prior: FlagState,
  { archived }: Planned<typeof featureFlagAttributes>,
  context: PlanContext<Client>,
): void {
  const platform = context.client?.platform;
  if (!platform || platform.servesArchived || archived !== true || prior.archived === true) return;
  context.warn(
    "Archived flags are not served",
    `On ${platform.title} flag ${prior.key} is turned off everywhere once it is archived: applications get the fallback in their code.`,
  );
}
