import { usesOfSegment } from "../../platforms/adapter/lists/uses";
import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Project } from "../../platforms/port/named";
import type { HandlerContext, ResourceDefinition } from "../../terraform/resource";
import { reporting } from "../common/platform-diagnostic";
import { claimDestroy } from "../ownership/claim-plan";
import { isOverrideLeftByThisRun } from "../ownership/left-served";
import { keepIfAdopted, keepIfMadeNow, keepIfOthersUseIt, refuseIfProtected, warnIfAdopted } from "../ownership/named-thing";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import { warnIfOverridden } from "./overridden-flags";
import type { segmentAttributes } from "./segment-attributes";
import { PATHS, type SegmentState } from "./segment-attributes";

export const segmentEnd = {
  planDestroy(prior, context) {
    claimDestroy({ kind: "segment", project: prior.project, name: prior.name, id: prior.id }, context);
    if (warnIfAdopted(`Segment ${prior.name}`, context)) return;
    refuseIfProtected(prior, `Segment ${prior.name}`, context.client);
    return warnIfOverridden(prior, context);
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      if (keepIfMadeNow("segment", prior.id, `Segment ${prior.name}`, context)) return;
      if (keepIfAdopted(`Segment ${prior.name}`, context)) return;
      refuseIfProtected(prior, `Segment ${prior.name}`, context.client);
      const project = await scopedProject(prior, context.client);
      if (await isUsedByOthers(prior, project, context)) return;
      await context.client.platform.segments.delete(project, prior.id ?? "");
    });
  },
} satisfies Partial<ResourceDefinition<typeof segmentAttributes, Client>>;

/** The uses of an adopted segment. The overrides of this configuration are deleted by now, or will be with their flags. */
function isUsedByOthers({ id, name }: SegmentState, project: Project, context: HandlerContext<Client>): Promise<boolean> {
  const segment = { id: id ?? "", name };
  const isOthers = (unit: DefinitionUnit): boolean => !isOverrideLeftByThisRun(unit, segment, context.client);
  const usesOf = (): Promise<readonly string[]> => usesOfSegment(project, segment, context.client.platform, isOthers);
  return keepIfOthersUseIt(`Segment ${name}`, usesOf, context);
}
