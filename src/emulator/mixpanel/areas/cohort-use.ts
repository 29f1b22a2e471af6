import type { Cohort } from "../store/records";
import type { Store } from "../store/store";

/** Ids of the cohorts whose definition refers to this one, directly or through others. */
export function referrers(store: Store, cohort: Cohort): { readonly direct: number[]; readonly all: number[] } {
  const cohorts = store.cohortsOf(cohort.project);
  const naming = (id: number): number[] => cohorts.filter((each) => names(each.definition, id)).map((each) => each.id);
  const direct = naming(cohort.id);
  const all = [...direct];
  for (const id of all) all.push(...naming(id).filter((each) => !all.includes(each)));
  return { direct, all };
}

/** What prevents a cohort from being deleted, as text. Flags are no part of `referenced_by`, whose ids are numbers. */
export function usesInWords(store: Store, cohort: Cohort): string[] {
  const flags = store
    .flagsOf(cohort.project)
    .filter((each) => each.deleted === null && names(each.fields.ruleset.rollout, cohort.id));
  const cohorts = referrers(store, cohort).direct;
  return [...flags.map((each) => `feature flag "${each.fields.key}"`), ...cohorts.map((id) => `cohort ${id}`)];
}

function names(value: unknown, id: number): boolean {
  if (Array.isArray(value)) return value.some((each) => names(each, id));
  if (typeof value !== "object" || value === null) return false;
  const entries = new Map<string, unknown>(Object.entries(value));
  if (entries.get("property") === "cohort" && Number(entries.get("value")) === id) return true;
  return [...entries.values()].some((each) => names(each, id));
}
