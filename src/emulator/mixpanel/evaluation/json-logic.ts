import { add_operation, apply } from "json-logic-js";
import { compareDates, compareVersions } from "./operators";

export { truthy } from "json-logic-js";

// What the vendor's SDKs add: versions, and times against a target in milliseconds.
add_operation("semver_compare", (...values) => compareVersions(values));
add_operation("datetime_compare", (...values) => compareDates(values));
// The library's own `log` also writes to the console.
add_operation("log", (value) => value);

/** The result of a JsonLogic rule over data. The library is the one that the vendor's SDK for Node uses. Throws on a rule that it cannot evaluate. */
export function applyLogic(rule: unknown, data: unknown): unknown {
  return apply(rule, data);
}
