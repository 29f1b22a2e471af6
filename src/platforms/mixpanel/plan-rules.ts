import type { PlanRules } from "../port/plan-rules";
import { refuseName, refuseRules, refuseServe, refuseValue } from "./definition/refusals";
import { refuseFlag } from "./flag/refuse-settings";
import { ABSENT_TRAITS } from "./segment/absent-traits";

/** What a plan refuses or warns of, without a request. */
export const PLAN_RULES: PlanRules = {
  refuseValue,
  refuseServe,
  refuseRules,
  absentTraits: ABSENT_TRAITS,
  refuseName,
  refuseFlag,
};
