import type { IResolvable, TerraformResource } from "cdktf";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { Condition } from "../segment/condition";
import { audienceIssues } from "./audience-issues";
import type { Serve } from "./serve";

/**
 * A targeting rule in a definition.
 */
export interface TargetingRule {
  /**
   * A name of your choice that identifies the rule if its position changes.
   */
  readonly key: string;

  /**
   * Who the rule is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The conditions; all of them must hold.
   */
  readonly conditions: Condition[];

  /**
   * Whether the flag is on for them.
   *
   * @default true
   */
  readonly enabled?: boolean | IResolvable;

  /**
   * What they are served. It can be left out for boolean flags, which use `enabled`, and if the flag is off for them.
   *
   * @default - only `enabled` applies
   */
  readonly serve?: Serve;
}

/** Throws what is wrong with a rule by itself. */
export function checkRule(owner: TerraformResource, rule: TargetingRule): void {
  checkLiterals(owner, "rule", rule);
  Condition._rules(rule.conditions, owner);
}

/** What is wrong with rules, for that flag. */
export function ruleIssues(
  owner: TerraformResource,
  rules: readonly TargetingRule[] | undefined,
  flag: IFeatureFlag,
): string[] {
  const keys = (rules ?? []).map((rule) => rule.key);
  return [
    ...keys.filter((key, index) => keys.indexOf(key) < index).map((key) => `two rules have the key "${key}"`),
    ...(rules ?? []).flatMap((rule) => audienceIssues(owner, flag, rule).map((issue) => `rule "${rule.key}": ${issue}`)),
  ];
}

export function ruleAttributes(owner: TerraformResource, rule: TargetingRule): Attributes {
  return {
    key: rule.key,
    description: rule.description,
    when: Condition._rules(rule.conditions, owner),
    enabled: rule.enabled,
    serve: rule.serve?._attributes(),
  };
}
