import { groupBy } from "../../../group-by";
import type { Cohort } from "../store/records";
import type { Store } from "../store/store";

/** Ids of the cohorts whose definition refers to one, directly or through others. */
interface Referrers {
  readonly direct: number[];
  readonly all: number[];
}

/** Of every cohort of a project: the definitions are read once for a whole list. */
export function referrersIn(store: Store, project: number): (cohort: Cohort) => Referrers {
  const references = store
    .cohortsOf(project)
    .flatMap(({ id, definition }) => [...namedIn(definition)].map((named) => ({ from: id, to: named })));
  const naming = groupBy(references, ({ to }) => to);
  const namesOf = (id: number): number[] => (naming.get(id) ?? []).map(({ from }) => from);
  return ({ id }) => {
    const direct = namesOf(id);
    const all = new Set(direct);
    for (const each of all) for (const next of namesOf(each)) all.add(next);
    return { direct, all: [...all] };
  };
}

/** What prevents a cohort from being deleted, as text. Flags are no part of `referenced_by`, whose ids are numbers. */
export function usesInWords(store: Store, cohort: Cohort): string[] {
  const flags = store
    .flagsOf(cohort.project)
    .filter((each) => each.deleted === null && namedIn(each.fields.ruleset.rollout).has(cohort.id));
  const cohorts = referrersIn(store, cohort.project)(cohort).direct;
  return [...flags.map((each) => `feature flag "${each.fields.key}"`), ...cohorts.map((id) => `cohort ${id}`)];
}

/** The ids of all cohorts that are named anywhere in it. */
function namedIn(value: unknown, found = new Set<number>()): ReadonlySet<number> {
  if (typeof value !== "object" || value === null) return found;
  const entries = new Map<string, unknown>(Object.entries(value));
  if (!Array.isArray(value) && entries.get("property") === "cohort") found.add(Number(entries.get("value")));
  for (const each of entries.values()) namedIn(each, found);
  return found;
}
