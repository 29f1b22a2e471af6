import { getOwn } from "../../../get-own";
import type { PlanInput } from "../../../terraform/resource";
import type { Planned } from "../../../terraform/schema";
import { same, whereKnown } from "../../common/known";
import type { Client } from "../../run/client";
import type { environmentDefinitionAttributes } from "../environment-definition-attributes";
import { isListed, SETS } from "./listed-overrides";
import { plannedSegments } from "./override-set";

type PlannedDefinition = Planned<typeof environmentDefinitionAttributes>;

/** The plan with its sets: the ids of segments as far as they are known, and what an import brought in. */
export function plannedSets(
  input: PlanInput<typeof environmentDefinitionAttributes>,
  draft: PlannedDefinition,
  client: Client | undefined,
): { readonly wanted: PlannedDefinition; readonly planned: PlannedDefinition } {
  const segments = plannedSegments(input.config.segment_overrides, draft.segment_overrides, draft.project, client);
  const wanted = { ...draft, segment_overrides: segments };
  return { wanted, planned: withImportedSets(input, wanted) };
}

/**
 * An import knows no configuration, so it fills in every override that there is. Where a definition lists only some of them, as they are, the
 * plan keeps the imported set, and the next read leaves out the others: otherwise the plan would show them as removed. (Core takes
 * a set as configured or as it was before, nothing between.)
 */
function withImportedSets(
  { prior, isImported }: PlanInput<typeof environmentDefinitionAttributes>,
  planned: PlannedDefinition,
): PlannedDefinition {
  if (prior === null || isListed(prior) || !isListed(planned)) return planned;
  const kept = SETS.filter((name) => {
    const [before, after] = [prior[name], whereKnown(planned[name]) ?? null];
    if (!isImported(name) || before === null || after === null) return false;
    return Object.entries(after).every(([key, override]) => same(getOwn<unknown>(before, key), override));
  });
  return { ...planned, ...Object.fromEntries(kept.map((name) => [name, prior[name]])) };
}
