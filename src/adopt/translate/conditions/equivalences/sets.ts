import { all, any, type Formula, literal } from "../formula";
import { type Equivalence, wantedBy, withValue } from "./equivalence";

/** Conditions on lists, member by member. */
export const sets: Equivalence = (condition) => {
  const { operator } = condition;
  if (operator !== "has_any_of" && operator !== "has_all_of") return [];
  const wanted = wantedBy(condition);
  const joined = operator === "has_any_of" ? any : all;
  const has = (value: string): Formula => literal(withValue(condition, { operator: "has_any_of", values: [value] }));
  const contains = (value: string): Formula => literal(withValue(condition, { operator: "contains", value }));
  return [joined(wanted.map(has)), joined(wanted.map(contains))];
};
