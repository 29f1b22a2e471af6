import type { FlagValueKind } from "../../platforms/model/flag-value";
import type { FlagPlatformSettings } from "../../platforms/model/settings";
import type { PlanContext, ResourceDefinition } from "../../terraform/resource";
import { isUnknown, isWhollyKnown, type Unknown } from "../../terraform/value";
import { same } from "../common/known";
import { knownAttributes, knownOnly } from "../common/plan-checks";
import { changedSettings, knownSettings } from "../common/platform-settings";
import { look, projectOf, requireFree, requireSameProject, requireSettings } from "../parents/plan-look";
import type { Client } from "../run/client";
import { warnOfUsedVariants } from "./dropped-variants";
import type { featureFlagAttributes } from "./feature-flag-attributes";
import { type FlagState, idOf, PATHS } from "./feature-flag-attributes";
import { isReplaced } from "./feature-flag-replacement";
import { changesBetween, settingsOf } from "./feature-flag-settings";
import { requireTags } from "./require-tags";
import { variantsOf } from "./variants";

/** Checks against the platform: missing tags, variants that are still served, and an existing flag with the same key. */

export const flagLook = {
  look({ prior, planned }, context) {
    return look(PATHS, context, async (client) => {
      if (prior) await requireSameProject(prior, planned.project, client);
      const isBoolean = typeOf(planned.type, prior === null, context) === "boolean";
      // A replaced flag takes its variants and settings with it.
      const kept = prior !== null && !isReplaced(prior, planned, context) ? prior : null;
      const changesVariants =
        kept !== null && planned.variants !== null && !isBoolean && !same(kept.variants, planned.variants);
      const known = knownAttributes(planned) as FlagState;
      const settings = knownOnly(kept ? changesBetween(kept, known) : settingsOf(known));
      const asked = { settings, id: kept?.id ?? null, reference: planned.project };
      await requireSettings(client.platform.flags, asked, client);
      const keepsSettings = prior !== null && same(knownSettings(prior), knownSettings(planned));
      const keepsTags = prior !== null && same(prior.tags, planned.tags);
      if (keepsSettings && keepsTags && !changesVariants) return;
      const project = await projectOf(planned.project, client);
      if (!project) return;
      if (kept && kept.id !== null && !keepsSettings) {
        const changes = changedSettings<FlagPlatformSettings>(kept, knownSettings(planned));
        const attempted = `update flag ${kept.key}`;
        if (changes) await client.platform.requireFlagChange?.(project, kept.id, { settings: changes }, attempted);
      }
      if (kept && changesVariants && isWhollyKnown(planned.variants)) {
        const wanted = variantsOf((planned.variants ?? {}) as NonNullable<FlagState["variants"]>);
        await warnOfUsedVariants({ id: idOf(kept), key: kept.key }, wanted, project, { client, warn: context.warn });
      }
      if (prior === null)
        await requireFree({ noun: "flag", name: planned.key, adopts: planned.adopt_existing }, project, client);
      if (!keepsTags) await requireTags(planned, project, client);
    });
  },
} satisfies Partial<ResourceDefinition<typeof featureFlagAttributes, Client>>;

const TYPE = "type";

/**
 * The type that values are checked against. Without a type a flag is boolean. That is remembered, because an imported flag
 * without a type may have any.
 */
export function typeOf(
  planned: string | Unknown | null,
  isNew: boolean,
  { private: data }: PlanContext<Client>,
): FlagValueKind | undefined {
  if (isUnknown(planned)) return undefined;
  if (isNew) data.set(TYPE, planned ?? "boolean");
  const type = planned ?? data.get(TYPE);
  return typeof type === "string" ? (type as FlagValueKind) : undefined;
}
