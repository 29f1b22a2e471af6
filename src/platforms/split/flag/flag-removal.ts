import type { Environment } from "../../port/environment";
import type { Project } from "../../port/named";
import { requireNothingSubmitted } from "../run/approvals";
import type { Submitted } from "../run/change-requests";
import { type SplitContext, undefinedIfGone } from "../run/context";

/**
 * Removes a flag's definitions from every environment. If one environment requires approval, what can be submitted is submitted,
 * and the other environments keep their definitions until it is decided: the flag may stay.
 */
export async function removeDefinitions(
  { client, projects, approvals, changeRequests }: SplitContext,
  project: Project,
  flag: string,
  environments: readonly Environment[],
): Promise<void> {
  const attempted = `delete flag ${flag}`;
  const words = await projects.changeNote(project, {}, attempted);
  const confirm = (): Promise<unknown> => projects.require(project);
  const submitted: Submitted[] = [];
  for (const environment of likelyToNeedApprovalFirst(environments, (each) => approvals.mustSubmit(each))) {
    const needsApproval = approvals.mustSubmit(environment);
    if (submitted.length > 0 && !needsApproval) continue;
    const place = { workspace: project.id, flag, environment: environment.id };
    if (needsApproval && !(await undefinedIfGone(() => client.definition(place), confirm))) continue;
    const request = await approvals.writeOrSubmit(
      environment,
      () => undefinedIfGone(() => client.deleteDefinition(place, words), confirm),
      () =>
        changeRequests.submit({
          ...{ project, environment, kind: "split", name: flag, operation: "ARCHIVE", words, attempted },
          content: {},
          isSame: () => true,
          what: `flag ${flag}`,
        }),
    );
    if (request) submitted.push(request);
  }
  requireNothingSubmitted(attempted, submitted);
}

function likelyToNeedApprovalFirst(
  environments: readonly Environment[],
  needsApproval: (environment: Environment) => boolean,
): Environment[] {
  const rank = (each: Environment): number => (needsApproval(each) ? 0 : each.settings?.split?.production === true ? 1 : 2);
  return [...environments].sort((one, other) => rank(one) - rank(other));
}
