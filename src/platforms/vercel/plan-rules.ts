import { renamedVariants } from "../model/renamed-variants";
import type { PlanRules } from "../port/plan-rules";
import type { Entity } from "./api/entity";
import { refuseValue } from "./api/values";
import { refuseServe } from "./definition/refuse-serve";
import { refuseName } from "./flag/refuse-name";
import { refuseFlag, refuseSegment, refuseVariants } from "./flag/refuse-settings";
import { ABSENT_TRAITS } from "./segment/absent-traits";
import { refuseRules } from "./segment/refuse-rules";

/** What a plan refuses or warns of, without a request. */
export function planRules(identity: Entity): PlanRules {
  return {
    refuseValue,
    refuseServe,
    refuseRules: (rules, place) => refuseRules(rules, place, identity),
    refuseName,
    absentTraits: ABSENT_TRAITS,
    renamedVariants,
    refuseVariants,
    refuseFlag,
    refuseSegment,
  };
}
