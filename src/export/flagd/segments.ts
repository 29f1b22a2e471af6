import type { SegmentRule, SegmentSubRule } from "../../platforms/model/segment-rule";
import { findSegment } from "../../serving/world/find";
import type { World } from "../../serving/world/world";
import { conditionLogic } from "./conditions";
import { all, any, type Logic, not, NotExportable, TARGETING_KEY } from "./json-logic";

/** The segments that the exported flags refer to: flagd calls them evaluators. */
export class Segments {
  readonly evaluators = new Map<string, Logic>();
  private readonly open: string[] = [];

  constructor(private readonly world: World) {}

  /** Whether somebody is in a segment, as a reference to it. */
  isMember(reference: string): Logic {
    const segment = findSegment(this.world, reference);
    if (!segment) throw new NotExportable(`segment ${JSON.stringify(reference)} is not among these resources`);
    const name = `segment ${segment.name}`;
    if (this.open.includes(name)) throw new NotExportable(`${name} refers to itself`);
    if (!this.evaluators.has(name)) {
      const { rules, identities, excluded, kind } = segment;
      if (kind === "large") throw new NotExportable(`the members of ${name} are uploaded to the platform`);
      for (const fact of [rules, identities])
        if (!fact.known && fact.why !== "unmanaged") throw new NotExportable(`the members of ${name} are ${fact.because}`);
      if (!rules.known && !identities.known) throw new NotExportable(`the members of ${name} are not managed here`);
      this.open.push(name);
      const listed = identities.known && identities.value.length > 0 ? [isOneOf(identities.value)] : [];
      const ruled = rules.known && rules.value.length > 0 ? [this.rules(rules.value, name)] : [];
      const within = excluded.length > 0 ? ruled.map((each) => all([not(isOneOf(excluded)), each])) : ruled;
      this.open.pop();
      this.evaluators.set(name, any([...listed, ...within]));
    }
    return { $ref: name };
  }

  /** All of the rules must match. */
  rules(rules: readonly SegmentRule[], seed: string): Logic {
    return all(rules.map((rule) => this.rule(rule, seed)));
  }

  private rule(rule: SegmentRule | SegmentSubRule, seed: string): Logic {
    const parts = [
      ...rule.conditions.map((condition) => this.condition(condition, seed)),
      ...("rules" in rule ? rule.rules.map((inner) => this.rule(inner, seed)) : []),
    ];
    if (parts.length === 0) return true;
    if (rule.match === "all") return all(parts);
    return rule.match === "any" ? any(parts) : not(any(parts));
  }

  private condition(condition: SegmentRule["conditions"][number], seed: string): Logic {
    const { operator, values } = condition;
    if (operator !== "in_segment" && operator !== "not_in_segment") return conditionLogic(condition, this.world, seed);
    const member = any((values ?? []).map((each) => this.isMember(each)));
    return operator === "in_segment" ? member : not(member);
  }
}

export function isOneOf(identities: readonly string[]): Logic {
  return identities.length === 1 ? { "===": [TARGETING_KEY, identities[0] ?? ""] } : { in: [TARGETING_KEY, identities] };
}
