import { type AbsentTrait, holdingWhereAbsent } from "../../platforms/model/absent-traits";
import type { Platform } from "../../platforms/port/platform";
import type { PlanContext } from "../../terraform/resource";
import { isWhollyKnown } from "../../terraform/value";
import { same } from "../common/known";
import type { Client } from "../run/client";
import { segmentRules } from "./segment-rules";

type Rules = Parameters<typeof segmentRules>[0];

/** One summary for all, so that Terraform groups the warnings. */
const SUMMARY = "Conditions that also match identities without the trait";

/** Platforms differ here, and users rarely intend it: shown once, when the rules are new or change. */
export function warnOfAbsentTraits(
  prior: unknown,
  planned: unknown,
  platform: Platform,
  { warn }: Pick<PlanContext<Client>, "warn">,
): void {
  const { absentTraits, title } = platform;
  if (!absentTraits || planned === null || !isWhollyKnown(planned) || same(prior, planned)) return;
  for (const { operator, trait } of holdingWhereAbsent(segmentRules(planned as Rules), absentTraits)) {
    warn(SUMMARY, sentence({ operator, trait }, title, absentTraits.except, absentTraits.isSet(trait)));
  }
}

/** The same for the rules of a definition, each of which is evaluated alone. */
export function warnOfAbsentTraitsInRules(
  prior: readonly { readonly when: unknown }[],
  planned: unknown,
  platform: Platform,
  context: Pick<PlanContext<Client>, "warn">,
): void {
  if (!Array.isArray(planned)) return;
  for (const rule of planned as readonly unknown[]) {
    if (typeof rule !== "object" || rule === null || !("when" in rule)) continue;
    const { when } = rule;
    if (!prior.some((each) => same(each.when, when))) warnOfAbsentTraits(null, when, platform, context);
  }
}

function sentence({ operator, trait }: AbsentTrait, title: string, except: string, isSet: string): string {
  return (
    `On ${title} \`${operator}\` on "${trait}" also matches identities without that trait${except}. ` +
    `To exclude them, add \`${isSet}\` next to it, in a group with \`match = "all"\`.`
  );
}
