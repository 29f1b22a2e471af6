import type { SegmentCondition, SegmentRule, SegmentSubRule } from "../../../platforms/model/segment-rule";
import { withoutTypes } from "../../../platforms/model/segment-rule-meaning";
import type { Side } from "./context";
import { all, ALWAYS, any, type Formula, literal, negate } from "./formula";

/** Rules of a platform as a formula. Without rules it holds for everybody: whether that is so, the place decides. */
export function readRules(rules: readonly SegmentRule[], { platform }: Pick<Side, "platform">): Formula {
  return all((platform === "flagsmith" ? withoutTypes(rules) : rules).map(readRule));
}

/** A group without members holds, whatever it asks of them. */
function readRule(rule: SegmentRule | SegmentSubRule): Formula {
  const parts = [...rule.conditions.map(readCondition), ...("rules" in rule ? rule.rules : []).map(readRule)];
  if (parts.length === 0) return ALWAYS;
  return rule.match === "all" ? all(parts) : rule.match === "any" ? any(parts) : negate(any(parts));
}

/** One segment in each condition on segments. */
function readCondition(condition: SegmentCondition): Formula {
  const { operator, values } = condition;
  switch (operator) {
    case "in_segment":
    case "not_in_segment": {
      const each = (values ?? []).map((name) => literal({ ...condition, operator: "in_segment", values: [name] }));
      return operator === "in_segment" ? any(each) : negate(any(each));
    }
    case "flag_does_not_serve":
      return literal({ ...condition, operator: "flag_serves" }, true);
    default:
      return literal(condition);
  }
}
