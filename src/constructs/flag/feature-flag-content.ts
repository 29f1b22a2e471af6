import type { IConstruct } from "constructs";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { type Feature, usedFeatures } from "../internal/platform-limits";
import { mixpanelFlagAttributes } from "../provider/mixpanel-settings";
import { splitFlagAttributes } from "../provider/split-settings";
import { vercelFlagAttributes } from "../provider/vercel-settings";
import type { FeatureFlagProps } from "./feature-flag-props";
import { FlagRemoval } from "./flag-removal";
import { FlagType } from "./flag-type";
import { flagsmithAttributes } from "./flagsmith-flag-settings";
import { variantAttributes, variantIssues } from "./variant";

/** Throws what is wrong with literals. */
export function checkFlag(flag: IConstruct, props: FeatureFlagProps): void {
  checkLiterals(flag, "flag", props);
  for (const key of Object.keys(props.variants ?? {})) checkLiterals(flag, "variant", { key });
}

/** What is wrong between the props. */
export function flagIssues({ variants, flagsmith, type = FlagType.BOOLEAN }: FeatureFlagProps): string[] {
  return [...variantIssues(variants, type), ...(flagsmith?.initialValue?._issues(type, "flagsmith.initialValue") ?? [])];
}

/** What a flag asks of a platform. */
export function flagFeatures({ variants, archived, onDestroy }: FeatureFlagProps): Feature[] {
  return usedFeatures({ variants, archive: archived === true || onDestroy === FlagRemoval.ARCHIVE || undefined });
}

export function flagAttributes(props: FeatureFlagProps): Attributes {
  return {
    key: props.key,
    project: props.project,
    type: props.type ?? FlagType.BOOLEAN,
    description: props.description,
    tags: props.tags,
    archived: props.archived,
    variants: variantAttributes(props.variants, true),
    on_destroy: props.onDestroy,
    deletion_protection: props.deletionProtection,
    adopt_existing: props.adoptExisting,
    flagsmith: props.flagsmith === undefined ? undefined : flagsmithAttributes(props.flagsmith),
    split: splitFlagAttributes(props.split),
    vercel: vercelFlagAttributes(props.vercel),
    mixpanel: mixpanelFlagAttributes(props.mixpanel),
  };
}
