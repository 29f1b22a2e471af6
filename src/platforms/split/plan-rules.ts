import type { PlanRules } from "../port/plan-rules";
import { refuseServe } from "./definition/edits/apply";
import { renamedTreatments } from "./flag/renamed-treatments";
import { ABSENT_TRAITS } from "./segment/absent-traits";
import { refuseName, refuseRules, refuseText, refuseValue, refuseVariants } from "./segment/refusals";

/** What a plan refuses or warns of, without a request. */
export const PLAN_RULES: PlanRules = {
  refuseValue,
  refuseServe,
  refuseRules,
  refuseName,
  refuseText,
  refuseVariants,
  variantSettings: [["split", "baseline_treatment"]],
  absentTraits: ABSENT_TRAITS,
  renamedVariants: renamedTreatments,
};
