import type { SegmentSettings } from "../../platforms/port/segment";
import type { PlanContext } from "../../terraform/resource";
import { isUnknown, type Unknown } from "../../terraform/value";
import type { SubjectPaths } from "../common/platform-diagnostic";
import { look, projectOf, type Given } from "../parents/plan-look";
import type { Client } from "../run/client";

interface Input {
  readonly prior: object | null;
  readonly planned: { readonly project: Given; readonly name: Given; readonly adopt_existing: boolean | Unknown | null };
}

/** A project, or an environment, may take changes of segments by approval only. */
export function lookAtSegmentChange(
  { prior, planned }: Input,
  changes: Partial<SegmentSettings>,
  paths: SubjectPaths,
  context: PlanContext<Client>,
): Promise<void> {
  return look(paths, context, async (client) => {
    const { platform, approvals, defaults } = client;
    // What is taken over may be there just so.
    const adopts = planned.adopt_existing ?? defaults.adoptExisting;
    if (Object.keys(changes).length === 0 || (prior === null && (isUnknown(adopts) || adopts))) return;
    const project = platform.requireSegmentChange && (await projectOf(planned.project, client));
    if (!project || approvals.isChanging(project.id)) return;
    const attempted = `${prior === null ? "create" : "update"} segment ${typeof planned.name === "string" ? planned.name : ""}`;
    const words = await platform.requireSegmentChange?.(project, changes, prior === null, attempted);
    if (words !== undefined) context.warn("An environment takes changes by approval only", words);
  });
}
