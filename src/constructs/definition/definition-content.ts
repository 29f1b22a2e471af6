import type { TerraformResource } from "cdktf";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { unknownVariants } from "../flag/unknown-variants";
import { variantAttributes, variantIssues } from "../flag/variant";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { type Feature, has, usedFeatures } from "../internal/platform-limits";
import { mixpanelDefinitionAttributes } from "../provider/mixpanel-settings";
import { splitDefinitionAttributes } from "../provider/split-settings";
import { vercelDefinitionAttributes } from "../provider/vercel-settings";
import type { EnvironmentDefinitionOptions } from "./environment-definition-options";
import { checkRule, ruleAttributes, ruleIssues } from "./targeting-rule";

/** What a definition says, apart from its overrides. */
interface Content extends EnvironmentDefinitionOptions {
  readonly flag: IFeatureFlag;
}

/** Throws what is wrong with literals. */
export function checkContent(owner: TerraformResource, props: Content): void {
  checkLiterals(owner, "definition", props);
  for (const rule of props.rules ?? []) checkRule(owner, rule);
}

export function contentAttributes(owner: TerraformResource, props: Content): Attributes {
  return {
    enabled: props.enabled,
    serve: props.serve?._attributes(),
    killed: props.killed,
    when_off: props.whenOff,
    variants: variantAttributes(variantsOf(owner, props), false),
    rules: props.rules?.map((rule) => ruleAttributes(owner, rule)),
    split: splitDefinitionAttributes(props.split),
    vercel: vercelDefinitionAttributes(props.vercel),
    mixpanel: mixpanelDefinitionAttributes(props.mixpanel),
    on_destroy: props.onDestroy,
    adopt_existing: props.adoptExisting,
  };
}

/** The flag's own are repeated where the platform keeps none but an environment's. */
function variantsOf(owner: TerraformResource, { variants, flag }: Content): EnvironmentDefinitionOptions["variants"] {
  return variants ?? (has(owner, "definitionVariants") ? flag.variants : undefined);
}

export function contentIssues(owner: TerraformResource, props: Content): string[] {
  const { flag, serve, variants, rules, whenOff, split } = props;
  const named = [whenOff, split?.baselineTreatment].filter((key) => key !== undefined);
  return [
    ...(serve?._issues(flag) ?? []),
    ...unknownVariants(flag, named),
    ...variantIssues(variants, flag.flagType),
    ...ruleIssues(owner, rules, flag),
  ];
}

export function contentFeatures({ flag, serve, variants, rules, killed, whenOff }: Content): Feature[] {
  return [
    ...usedFeatures({ killed, whenOff, rules, definitionVariants: variants }),
    ...[serve, ...(rules ?? []).map((rule) => rule.serve)].flatMap((each) => each?._features(flag) ?? []),
  ];
}
