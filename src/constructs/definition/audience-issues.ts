import type { IResolvable, TerraformResource } from "cdktf";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { has } from "../internal/platform-limits";
import type { Serve } from "./serve";

/** Whether a flag is on for someone, and what they get. */
interface StatedAudience {
  readonly enabled?: boolean | IResolvable;
  readonly serve?: Serve;
}

/**
 * What is wrong with what an audience gets. It must be said for a flag with values, which platforms fill in differently; not where
 * the flag is off and the platform serves `whenOff` then.
 */
export function audienceIssues(owner: TerraformResource, flag: IFeatureFlag, { enabled, serve }: StatedAudience): string[] {
  if (serve !== undefined) return serve._issues(flag);
  if (flag.flagType === undefined || flag.flagType === "boolean") return [];
  if (enabled === false && has(owner, "whenOff")) return [];
  return [`it does not set what is served: flag ${flag.flagKey} serves ${flag.flagType}, so add \`serve\``];
}
