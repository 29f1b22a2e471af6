import type { FlagAnswer, GroupAnswer } from "../api/answers";

/** A flag in one project as a whole-object PUT writes it: everything that the published body knows, and nothing else. */
export type FlagDocument = Pick<
  FlagAnswer,
  | "name"
  | "key"
  | "description"
  | "tags"
  | "context"
  | "serving_method"
  | "status"
  | "experiment_id"
  | "is_experiment_active"
  | "data_group_id"
  | "workspace_id"
  | "hash_salt"
  | "ruleset"
>;

export type Ruleset = FlagAnswer["ruleset"];
export type Group = GroupAnswer;

/** What a write must repeat of a live flag: each optional field that it left out would fall to its default. */
export function documentOf(answer: FlagAnswer): FlagDocument {
  const { name, key, description, tags, context, serving_method, status } = answer;
  const { experiment_id, is_experiment_active, data_group_id, workspace_id, hash_salt, ruleset } = answer;
  return {
    ...{ name, key, description, tags, context, serving_method, status },
    ...{ experiment_id, is_experiment_active, data_group_id, workspace_id, hash_salt, ruleset },
  };
}

/** The body of a PUT or POST. The salt that buckets users never changes. */
export function bodyOf(document: FlagDocument): object {
  return { ...document, reset_hash_salt: null };
}

/** A group without targeting, which is for everyone. */
export function newGroup(name: string): Group {
  return {
    name,
    rollout_percentage: 1,
    variant_splits: {},
    cohort_definition: null,
    runtime_evaluation_definition: null,
    runtime_evaluation_rule: null,
    runtime_event_rule: null,
    cohort_hash: null,
    variant_override: null,
  };
}

/** A difference that means something. The server may order tags and variants as it likes, and derives the hash of a cohort. */
export function sameDocument(one: FlagDocument, other: FlagDocument): boolean {
  return canonical(comparable(one)) === canonical(comparable(other));
}

export function sameJson(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function comparable(document: FlagDocument): unknown {
  const { variants, rollout, test } = document.ruleset;
  return {
    ...document,
    tags: [...document.tags].sort(),
    data_group_id: document.data_group_id === null ? null : String(document.data_group_id),
    ruleset: {
      variants: [...variants].sort((a, b) => (a.key < b.key ? -1 : 1)),
      rollout: rollout.map((group) => ({ ...group, cohort_hash: null })),
      test: test === null || Object.keys(test.users ?? {}).length > 0 || Object.keys(test).length > 1 ? test : null,
    },
  };
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === "number") return Math.round(inner * 1e9) / 1e9;
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
