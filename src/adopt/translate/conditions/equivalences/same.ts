import { CONDITION_TYPES } from "../../../../platforms/model/segment-rule";
import { literal } from "../formula";
import type { Equivalence } from "./equivalence";

/** As it is, and compared as another type. Expressions have dialects (patterns.ts). */
export const same: Equivalence = (condition) => {
  if (condition.operator === "matches") return [];
  const { type } = condition;
  const isBare = condition.value === null && (condition.values ?? []).length === 0;
  const others = isBare ? [] : [null, ...CONDITION_TYPES].filter((each) => each !== type);
  return [condition, ...others.map((each) => ({ ...condition, type: each }))].map((each) => literal(each));
};
