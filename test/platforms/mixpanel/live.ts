import { changesetOf } from "../../../src/platforms/adapter/edits/changeset";
import type { FlagAnswer, GroupAnswer } from "../../../src/platforms/mixpanel/api/answers";
import { type Applied, applyTo } from "../../../src/platforms/mixpanel/definition/definition";
import type { CohortNames } from "../../../src/platforms/mixpanel/definition/targeting";
import { gateVariants } from "../../../src/platforms/mixpanel/flag/flag-variants";
import type { Edit } from "../../../src/platforms/port/edit";

/** A live flag as Mixpanel answers it: a boolean gate that was switched on once, unless told otherwise. */
export function live(changes: Partial<FlagAnswer> = {}, ruleset: Partial<FlagAnswer["ruleset"]> = {}): FlagAnswer {
  return {
    id: "5b1c9d1e-0000-4000-8000-000000000001",
    key: "checkout",
    name: "Checkout",
    description: "by hand",
    tags: ["web"],
    context: "distinct_id",
    serving_method: "remote_only",
    status: "enabled",
    experiment_id: null,
    is_experiment_active: null,
    data_group_id: null,
    workspace_id: 7,
    hash_salt: "0123456789abcdef0123456789abcdef",
    ruleset: { variants: gateVariants(), rollout: [], test: null, ...ruleset },
    created: "2026-01-01T00:00:00Z",
    modified: "2026-01-02T00:00:00Z",
    enabled_at: "2026-01-02T00:00:00Z",
    deleted: null,
    content_environments_id: null,
    ...changes,
  };
}

export function group(changes: Partial<GroupAnswer> = {}): GroupAnswer {
  return {
    name: null,
    cohort_definition: null,
    runtime_evaluation_definition: null,
    runtime_evaluation_rule: null,
    runtime_event_rule: null,
    cohort_hash: null,
    rollout_percentage: 1,
    variant_override: null,
    variant_splits: {},
    ...changes,
  };
}

export function cohortGroup(id: number, name: string, changes: Partial<GroupAnswer> = {}): GroupAnswer {
  const leaf = { property: "cohort", value: id, operator: "in" };
  return group({ name, cohort_definition: { selector: { operator: "and", children: [leaf] } }, ...changes });
}

/** Cohorts whose names are their ids with a word in front. */
export const cohorts: CohortNames = {
  idOf: (name) => name.replace("cohort ", ""),
  nameOf: (id) => `cohort ${id}`,
};

export function apply(
  flag: FlagAnswer,
  edits: readonly Edit[],
  retiring: ReadonlySet<string> = new Set(),
  start = false,
): Applied {
  const attempted = "change the flag";
  return applyTo(flag, changesetOf([edits]), { cohorts, retiring, attempted, start });
}
