import type { Environment } from "../../port/environment";
import type { Project } from "../../port/named";
import type { Place } from "../api/client";
import { isApproval } from "../api/errors";
import type { ChangeNote } from "../api/requests";
import { awaiting } from "../run/approvals";
import type { Submitted } from "../run/change-requests";
import { type SplitContext, undefinedIfGone } from "../run/context";

/**
 * Takes a flag out of every environment that has it. Where one of them takes that by approval only, what can be submitted is,
 * and the others keep theirs until it is decided: the flag may stay.
 */
export async function unconfigure(
  context: SplitContext,
  project: Project,
  flag: string,
  environments: readonly Environment[],
): Promise<void> {
  const attempted = `delete flag ${flag}`;
  const words = await context.projects.changeNote(project, {}, attempted);
  const submitted: Submitted[] = [];
  for (const environment of likelyToNeedApprovalFirst(context, environments)) {
    const isKnown = context.approvals.mustSubmit(environment);
    if (submitted.length > 0 && !isKnown) continue;
    const place = { workspace: project.id, flag, environment: environment.id };
    const removal = { project, flag, environment, place, words, attempted };
    const request = isKnown ? await submitIfThere(context, removal) : await remove(context, removal);
    if (request) submitted.push(request);
  }
  if (submitted.length > 0) throw awaiting(attempted, submitted);
}

interface Removal {
  readonly project: Project;
  readonly flag: string;
  readonly environment: Environment;
  readonly place: Place;
  readonly words: ChangeNote;
  readonly attempted: string;
}

async function remove(context: SplitContext, removal: Removal): Promise<Submitted | undefined> {
  const { client, projects, approvals } = context;
  const { project, environment, place, words } = removal;
  try {
    await undefinedIfGone(
      () => client.deleteDefinition(place, words),
      () => projects.require(project),
    );
    return undefined;
  } catch (error) {
    if (!approvals.submits || !isApproval(error)) throw error;
    approvals.refused(environment);
    return submit(context, removal);
  }
}

async function submitIfThere(context: SplitContext, removal: Removal): Promise<Submitted | undefined> {
  const found = await undefinedIfGone(
    () => context.client.definition(removal.place),
    () => context.projects.require(removal.project),
  );
  return found && submit(context, removal);
}

function submit({ changeRequests }: SplitContext, { flag, place: _, ...removal }: Removal): Promise<Submitted> {
  return changeRequests.submit({
    ...removal,
    kind: "split",
    name: flag,
    operation: "ARCHIVE",
    content: {},
    isSame: () => true,
    what: `flag ${flag}`,
  });
}

function likelyToNeedApprovalFirst({ approvals }: SplitContext, environments: readonly Environment[]): Environment[] {
  const rank = (each: Environment): number =>
    approvals.mustSubmit(each) ? 0 : each.settings?.split?.production === true ? 1 : 2;
  return [...environments].sort((one, other) => rank(one) - rank(other));
}
