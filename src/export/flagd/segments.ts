import { isMembership, type SegmentRule, type SegmentSubRule } from "../../platforms/model/segment-rule";
import { findSegment } from "../../serving/world/find";
import type { World, WorldSegment } from "../../serving/world/world";
import { conditionLogic, type Place } from "./conditions";
import { all, any, type Logic, not, NotExportable, TARGETING_KEY } from "./json-logic";

/** The segments that the exported flags refer to: flagd calls them evaluators. */
export class Segments {
  readonly evaluators = new Map<string, Logic>();
  private readonly open: string[] = [];

  constructor(private readonly world: World) {}

  /** Whether somebody is in a segment: a reference to it, or all of it inside of another, since flagd resolves no references there. */
  isMember(reference: string): Logic {
    const segment = findSegment(this.world, reference);
    if (!segment) throw new NotExportable(`segment ${JSON.stringify(reference)} is not among these resources`);
    const name = `segment ${segment.name}`;
    if (this.open.includes(name)) throw new NotExportable(`${name} refers to itself`);
    const logic = this.evaluators.get(name) ?? this.members(segment, name);
    if (this.open.length > 0) return logic;
    this.evaluators.set(name, logic);
    return { $ref: name };
  }

  private members({ rules, identities, excluded, kind }: WorldSegment, name: string): Logic {
    if (kind === "large") throw new NotExportable(`the members of ${name} are uploaded to the platform`);
    for (const fact of [rules, identities])
      if (!fact.known && fact.why !== "unmanaged") throw new NotExportable(`the members of ${name} are ${fact.because}`);
    if (!rules.known && !identities.known) throw new NotExportable(`the members of ${name} are not managed here`);
    this.open.push(name);
    try {
      const listed = identities.known && identities.value.length > 0 ? [isOneOf(identities.value)] : [];
      const ruled = rules.known && rules.value.length > 0 ? [this.rules(rules.value, { kind: "segment", seed: name })] : [];
      const within = excluded.length > 0 ? ruled.map((each) => all([not(isOneOf(excluded)), each])) : ruled;
      return any([...listed, ...within]);
    } finally {
      this.open.pop();
    }
  }

  /** All of the rules must match. */
  rules(rules: readonly SegmentRule[], place: Place): Logic {
    return all(rules.map((rule) => this.rule(rule, place)));
  }

  private rule(rule: SegmentRule | SegmentSubRule, place: Place): Logic {
    const parts = [
      ...rule.conditions.map((condition) => this.condition(condition, place)),
      ...("rules" in rule ? rule.rules.map((inner) => this.rule(inner, place)) : []),
    ];
    if (parts.length === 0) return true;
    if (rule.match === "all") return all(parts);
    return rule.match === "any" ? any(parts) : not(any(parts));
  }

  private condition(condition: SegmentRule["conditions"][number], place: Place): Logic {
    const { operator, values } = condition;
    if (!isMembership(operator)) return conditionLogic(condition, this.world, place);
    const member = any((values ?? []).map((each) => this.isMember(each)));
    return operator === "in_segment" ? member : not(member);
  }
}

export function isOneOf(identities: readonly string[]): Logic {
  return identities.length === 1 ? { "===": [TARGETING_KEY, identities[0] ?? ""] } : { in: [TARGETING_KEY, identities] };
}
