import { renamedVariants } from "../model/renamed-variants";
import type { PlanRules } from "../port/plan-rules";
import { refuseText } from "./api/refuse-text";
import { refuseValue } from "./api/values";
import { refuseName, refuseServe, refuseVariants } from "./flag/refuse-variants";
import type { ServerVersion } from "./run/server-version";
import { refuseRules, warnRules } from "./segment/segment-rules";
import { settlePriorities } from "./state/override-places";

/** What a plan refuses or warns of, without a request. */
export function planRules(server: ServerVersion): PlanRules {
  return {
    refuseValue,
    refuseRules: (rules) => refuseRules(rules, server),
    warnRules: (rules) => warnRules(rules, server),
    refuseText,
    refuseServe,
    refuseName,
    refuseVariants,
    renamedVariants,
    settlePriorities,
  };
}
