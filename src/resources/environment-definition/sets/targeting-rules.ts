import type { RemoteRule, TargetingRule } from "../../../platforms/model/targeting-rule";
import type { State } from "../../../terraform/schema";
import { readAudience } from "../../audience/read-audience";
import { readRules, segmentRules } from "../../audience/segment-rules";
import { serveOf } from "../../audience/serve-value";
import { fingerprint, same } from "../../common/known";
import type { environmentDefinitionAttributes } from "../environment-definition-attributes";

/** The `rules` of a definition: an exact, ordered list whose elements have a key that stays with them. */

type Rules = State<typeof environmentDefinitionAttributes>["rules"];
type RuleAttribute = NonNullable<Rules>[number];

export function targetingRules(rules: NonNullable<Rules>): TargetingRule[] {
  return rules.map(({ key, description, when, enabled, serve }) => {
    return { key, description, when: segmentRules(when), enabled, serve: serveOf(serve) ?? null };
  });
}

/** The platform's rules, each in the state's own spelling if it is the same rule. */
export function readTargetingRules(stated: Rules, remote: readonly RemoteRule[], imported: boolean): Rules {
  if (stated === null && !(imported && remote.length > 0)) return null;
  const known = matched(stated ?? [], remote);
  return remote.map((rule, index): RuleAttribute => {
    const own = known[index];
    const key = own?.key ?? rule.key ?? `rule-${index + 1}`;
    if (rule.when === undefined) {
      // It cannot be expressed here: it is shown in the platform's form, so that the plan shows what it would remove.
      return { key, description: rule.words ?? rule.description, when: [], enabled: rule.enabled, serve: null };
    }
    const audience = readAudience(own ?? { enabled: null, serve: null }, rule, own === undefined);
    const description = own && rule.description === null ? own.description : rule.description;
    return { key, description, when: readRules(own?.when ?? null, rule.when, true) ?? [], ...audience };
  });
}

/**
 * Which configured rule each remote rule is: by key, otherwise by its conditions and what it serves, otherwise by its
 * position.
 */
function matched(stated: readonly RuleAttribute[], remote: readonly RemoteRule[]): (RuleAttribute | undefined)[] {
  const left = new Set(stated);
  const take = (rule: RuleAttribute | undefined): RuleAttribute | undefined => {
    if (rule) left.delete(rule);
    return rule;
  };
  const byKey = remote.map(({ key }) =>
    take(key === null ? undefined : stated.find((each) => left.has(each) && each.key === key)),
  );
  const byContent = remote.map(
    (rule, index) =>
      byKey[index] ??
      (rule.key === null
        ? take([...left].find((each) => sameConditions(each, rule) && sameAudience(each, rule)))
        : undefined),
  );
  const byConditions = remote.map(
    (rule, index) =>
      byContent[index] ?? (rule.key === null ? take([...left].find((each) => sameConditions(each, rule))) : undefined),
  );
  return remote.map((rule, index) => {
    if (byConditions[index] || rule.key !== null) return byConditions[index];
    const atItsPlace = stated[index];
    return atItsPlace && left.has(atItsPlace) ? take(atItsPlace) : undefined;
  });
}

function sameConditions(stated: RuleAttribute, remote: RemoteRule): boolean {
  return remote.when !== undefined && fingerprint(readRules(stated.when, remote.when, false)) === fingerprint(stated.when);
}

function sameAudience({ enabled, serve }: RuleAttribute, remote: RemoteRule): boolean {
  return same(readAudience({ enabled, serve }, remote, false), { enabled, serve });
}
