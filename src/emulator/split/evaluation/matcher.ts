import { getOwn } from "../../../get-own";
import type { Condition, Matcher } from "../store/records";
import type { Asked } from "./asked";
import { matchesValue } from "./matcher-value";
import { negatesNothing } from "./sdk";
import { isInSegment } from "./segment-match";
import { evaluate } from "./treatment";

/** Every matcher has to match. */
export function matchesAll(asked: Asked, { matchers }: Condition): boolean {
  return matchers.every((each) => matches(asked, each));
}

function matches(asked: Asked, matcher: Matcher): boolean {
  const { key, attributes } = asked.subject;
  const attribute = matcher.attribute ?? "";
  const value = attribute === "" ? key : getOwn(attributes, attribute);
  if ((value === undefined || value === null) && negatesNothing(asked.sdk)) return false;
  return (matcher.negate ?? false) !== matchesOne(asked, matcher, value);
}

function matchesOne(asked: Asked, matcher: Matcher, value: unknown): boolean {
  const named = matcher.string ?? "";
  switch (matcher.type) {
    case "ALL_KEYS":
      return true;
    case "IN_SEGMENT":
      return isInSegment(asked, "standard", named);
    case "IN_LARGE_SEGMENT":
      return isInSegment(asked, "large", named);
    case "IN_RULE_BASED_SEGMENT":
      return isInSegment(asked, "rule_based", named);
    case "IN_SPLIT": {
      const { splitName = "", treatments, treatment } = matcher.depends ?? {};
      return (treatments ?? [treatment]).includes(evaluate(asked, splitName).treatment);
    }
    default:
      return matchesValue(matcher, value, asked.sdk);
  }
}
