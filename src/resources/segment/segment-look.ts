import type { SegmentSettings } from "../../platforms/port/segment";
import type { PlanContext, PlanInput } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { isUnknown, type Unknown } from "../../terraform/value";
import { checkRules, warnOfRules } from "../audience/check-serve";
import { same } from "../common/known";
import { knownAttributes, knownOnly } from "../common/plan-checks";
import type { SubjectPaths } from "../common/platform-diagnostic";
import type { Given } from "../parents/known-parents";
import { look, lookIfFree, projectOf, requireSettings } from "../parents/plan-look";
import type { Client } from "../run/client";
import { PATHS, type segmentAttributes, type SegmentState } from "./segment-attributes";
import { changesOf, settingsOf } from "./segment-settings";

interface Input {
  readonly prior: object | null;
  readonly planned: { readonly project: Given; readonly name: Given; readonly adopt_existing: boolean | Unknown | null };
}

/** A project, or an environment, may only accept changes of segments with an approval. */
function lookAtSegmentChange(
  { prior, planned }: Input,
  changes: Partial<SegmentSettings>,
  paths: SubjectPaths,
  context: PlanContext<Client>,
): Promise<void> {
  return look(paths, context, async (client) => {
    const { platform, approvals, defaults } = client;
    // An adopted segment may already have these values.
    const adopts = planned.adopt_existing ?? defaults.adoptExisting;
    if (Object.keys(changes).length === 0 || (prior === null && (isUnknown(adopts) || adopts))) return;
    const project = platform.requireSegmentChange && (await projectOf(planned.project, client));
    if (!project || approvals.isChanging(project.id)) return;
    const attempted = `${prior === null ? "create" : "update"} segment ${typeof planned.name === "string" ? planned.name : ""}`;
    const words = await platform.requireSegmentChange?.(project, changes, prior === null, attempted);
    if (words !== undefined) context.warn("An environment accepts changes only with approval", words);
  });
}

export async function lookAtSegment(
  input: PlanInput<typeof segmentAttributes>,
  context: PlanContext<Client>,
): Promise<void> {
  await lookIfFree("segment", input, PATHS, context);
  const { prior, planned } = input;
  const known = knownSegment(planned);
  // A new one has nothing of the one before.
  const before = isUnknown(planned.id) ? null : prior;
  const settings = knownOnly(before ? changesOf(before, known) : settingsOf(known));
  const wanted = { settings, id: before?.id ?? null, reference: planned.project };
  await look(PATHS, context, (client) => requireSettings(client.platform.segments, wanted, client));
  const changes = knownOnly(prior ? changesOf(prior, known) : settingsOf(known));
  await lookAtSegmentChange(input, changes, PATHS, context);
  const platform = context.client?.platform;
  if (!platform || same(planned.rules, prior?.rules ?? null)) return;
  // By now a server that was called has sent its release, which decides much.
  checkRules(planned.rules, ["rules"], "segment", platform);
  warnOfRules(planned.rules, `Segment ${String(planned.name)}`, platform, context);
}

/** What a plan knows of it. The flag's id is filled in by the apply where only its name is given. */
function knownSegment(planned: Planned<typeof segmentAttributes>): SegmentState {
  const { flagsmith } = planned;
  const own = flagsmith === null || isUnknown(flagsmith) ? null : knownAttributes(flagsmith);
  return { ...knownAttributes(planned), flagsmith: own } as SegmentState;
}
