import { type Changeset, changesetOf } from "../../adapter/edits/changeset";
import type { Edit } from "../../port/edit";
import type { FlagAnswer } from "../api/answers";
import { type Cohorts, NO_COHORTS, type ProjectCohorts } from "../segment/cohorts";
import type { Segments } from "../segment/segments";
import { isCohort } from "./targeting";

/** A segment is a cohort in each project, with an id of its own there: edits are translated for each project. */
export class ProjectEdits {
  constructor(
    private readonly cohorts: Cohorts,
    private readonly segments: Segments,
  ) {}

  /** The edits combined, with this project's own cohorts for the segments. A cohort that is missing here is created. */
  async changeset(
    project: string,
    live: FlagAnswer,
    operations: readonly (readonly Edit[])[],
    attempted: string,
  ): Promise<{ readonly wanted: Changeset; readonly cohorts: ProjectCohorts }> {
    const edits = operations.flat();
    const needsCohorts =
      edits.some(concernsCohorts) || live.ruleset.rollout.some((group) => group.cohort_definition !== null);
    if (!needsCohorts) return { wanted: changesetOf(operations), cohorts: NO_COHORTS };
    let cohorts = await this.cohorts.in(project, attempted);
    for (const edit of edits) {
      if (edit.kind !== "put-segment-override" || cohorts.cohortOf(edit.segment.id, edit.segment.name) !== undefined)
        continue;
      await this.segments.copyTo(project, edit.segment.name, attempted);
      cohorts = await this.cohorts.in(project, attempted);
    }
    const translated = operations.map((each) => each.map((edit) => inProject(edit, cohorts)));
    return { wanted: changesetOf(translated), cohorts };
  }
}

function concernsCohorts(edit: Edit): boolean {
  switch (edit.kind) {
    case "put-segment-override":
    case "remove-segment-override":
    case "keep-only-segment-overrides":
      return true;
    case "set-rules":
      return edit.rules.some(({ when }) => when.some(({ conditions }) => conditions.some(isCohort)));
    default:
      return false;
  }
}

function inProject(edit: Edit, cohorts: ProjectCohorts): Edit {
  const own = <T extends { readonly id: string; readonly name: string }>(segment: T): T => ({
    ...segment,
    id: cohorts.cohortOf(segment.id, segment.name) ?? segment.id,
  });
  switch (edit.kind) {
    case "put-segment-override":
    case "remove-segment-override":
      return { ...edit, segment: own(edit.segment) };
    case "keep-only-segment-overrides":
      return { ...edit, segments: edit.segments.map(own) };
    default:
      return edit;
  }
}
