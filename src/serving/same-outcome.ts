import { sameValue } from "../platforms/model/flag-value";
import { type Outcome, reasonText } from "./answer";

type Content = Pick<Outcome, "enabled" | "value" | "variant">;

/** Whether applications get the same, for whatever reason. */
export function sameContent(one: Content, other: Content): boolean {
  return one.enabled === other.enabled && one.variant === other.variant && sameValue(one.value, other.value);
}

/** The same, and for the same reason. */
export function sameOutcome(one: Outcome, other: Outcome): boolean {
  return sameContent(one, other) && reasonText(one.reason) === reasonText(other.reason);
}
