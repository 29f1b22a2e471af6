import type { Condition, Environment, Matcher } from "../store/records";
import type { Store } from "../store/store";
import { matchesValue } from "./matcher-value";
import { isInSegment } from "./segment-match";
import { evaluate } from "./treatment";
import type { Subject } from "./treatment";

/** Every matcher has to match. */
export function matchesAll(
  store: Store,
  environment: Environment,
  workspace: string,
  { matchers }: Condition,
  subject: Subject,
): boolean {
  return matchers.every((each) => matches(store, environment, workspace, each, subject));
}

function matches(store: Store, environment: Environment, workspace: string, matcher: Matcher, subject: Subject): boolean {
  const attribute = matcher.attribute ?? "";
  const value = attribute === "" ? subject.key : subject.attributes[attribute];
  // Nothing is known: no match, and none of the opposite either.
  if (value === undefined || value === null) return false;
  return (matcher.negate ?? false) !== matchesOne(store, environment, workspace, matcher, value, subject);
}

function matchesOne(
  store: Store,
  environment: Environment,
  workspace: string,
  matcher: Matcher,
  value: unknown,
  subject: Subject,
): boolean {
  const named = matcher.string ?? "";
  switch (matcher.type) {
    case "ALL_KEYS":
      return true;
    case "IN_SEGMENT":
      return isInSegment(store, environment, "standard", named, subject);
    case "IN_LARGE_SEGMENT":
      return isInSegment(store, environment, "large", named, subject);
    case "IN_RULE_BASED_SEGMENT":
      return isInSegment(store, environment, "rule_based", named, subject);
    case "IN_SPLIT": {
      const flag = store.flagNamed(workspace, matcher.depends?.splitName ?? "");
      if (!flag) return false;
      const wanted = matcher.depends?.treatments ?? [matcher.depends?.treatment];
      return wanted.includes(evaluate(store, environment, flag, subject).treatment);
    }
    default:
      return matchesValue(matcher, value);
  }
}
