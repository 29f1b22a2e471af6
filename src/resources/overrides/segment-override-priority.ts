import type { PlanContext } from "../../terraform/resource";
import { whereKnown } from "../common/known";
import { requirePriorities } from "../common/plan-checks";
import type { SubjectPaths } from "../common/platform-diagnostic";
import { inUnit, isElsewhere } from "../ownership/claim-plan";
import type { Client } from "../run/client";
import type { OverridePlanInput } from "./override";
import { claimPriorities } from "./priorities";
import type { segmentOverrideAttributes } from "./segment-override-attributes";
import { warnOfTakenPriorities } from "./taken-priorities";

type PriorityInput = OverridePlanInput<typeof segmentOverrideAttributes>;

/** Refuses a priority that another override of this configuration has, or that the platform cannot have. */
export function checkPriority(planned: PriorityInput["planned"], context: PlanContext<Client>): void {
  const { priority, segment: item, segment_id: item_id } = planned;
  const stated = { kind: "segment override", ...inUnit(planned), item, item_id, priority, path: ["priority"] } as const;
  claimPriorities([stated], context);
  const platform = context.client?.platform;
  if (platform) requirePriorities(priority, ["priority"], platform);
}

/** Warns where the priority of a plan is one that somebody else's override has. */
export async function lookAtPriority(
  { prior, planned }: Pick<PriorityInput, "prior" | "planned">,
  paths: SubjectPaths & { readonly priority: readonly string[] },
  context: PlanContext<Client>,
): Promise<void> {
  const { priority } = planned;
  if (typeof priority !== "number") return;
  const segment = { name: whereKnown(planned.segment) ?? null, id: whereKnown(planned.segment_id) ?? null };
  const before = prior && !isElsewhere(inUnit(prior), inUnit(planned)) ? prior : null;
  const places = [{ ...segment, priority, isNew: before?.priority !== priority, path: paths.priority }];
  // A move to another segment removes the override of the old one in the same write.
  const isMoved = before && isElsewhere(segmentOf(before), segmentOf(planned));
  const leaving = isMoved ? [{ name: before.segment, id: before.segment_id }] : [];
  await warnOfTakenPriorities({ unit: planned, places, own: [], leaving }, paths, context);
}

function segmentOf<T>({ segment, segment_id }: { readonly segment: T; readonly segment_id: T }): object {
  return { segment, segment_id };
}
