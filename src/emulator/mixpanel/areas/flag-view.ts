import { createHash } from "node:crypto";
import { getOwn } from "../../../get-own";
import type { Options } from "../options";
import type { Flag } from "../store/records";
import type { Store } from "../store/store";
import type { FlagFields, Variant } from "./flag-body";

/** 3.9: the request's fields, what the server adds, and what live responses contain beyond the published schema. */
export function flagView(flag: Flag, store: Store, options: Options, canEdit: boolean): Record<string, unknown> {
  const { fields } = flag;
  const view = {
    ...fields,
    tags: options.reorders === "nothing" ? fields.tags : [...fields.tags].sort(),
    ruleset: { ...fields.ruleset, variants: variantsView(flag, options) },
    workspace_id: fields.workspace_id ?? flag.workspace,
    reset_hash_salt: null,
    id: flag.id,
    project_id: flag.project,
    project_name: store.tables.projects.get(flag.project)?.name ?? null,
    content_type: "feature-flags",
    created: flag.created,
    creator_id: flag.creator.id,
    creator_name: flag.creator.name,
    creator_email: flag.creator.email,
    modified: flag.modified,
    last_modified_by_id: flag.modifier.id,
    last_modified_by_name: flag.modifier.name,
    last_modified_by_email: flag.modifier.email,
    is_favorited: false,
    pinned_date: null,
    enabled_at: flag.enabledAt,
    deleted: flag.deleted,
    content_environments_id: flag.contentEnvironmentsId,
    can_update_basic: canEdit,
    can_view: true,
    can_share: canEdit,
    can_pin: canEdit,
    is_superadmin: false,
    allow_staff_override: false,
    is_shared_with_project: true,
  };
  return options.answers === "published" ? view : { ...view, can_edit: canEdit, content_environments: [] };
}

function variantsView({ fields, screenshots }: Flag, options: Options): unknown[] {
  const { variants } = fields.ruleset;
  const ordered = options.reorders === "variants" ? [...variants].sort(byKey) : variants;
  if (options.answers === "published") return ordered;
  return ordered.map((each) => ({ ...each, screenshot: getOwn(screenshots, each.key) ?? null }));
}

function byKey(one: Variant, other: Variant): number {
  return one.key < other.key ? -1 : 1;
}

/** What is stored of a body: cohorts get the hash by which evaluation finds them. */
export function withCohortHashes(fields: FlagFields, store: Store, options: Options): FlagFields {
  if (options.cohortHash === "ignored") return fields;
  const rollout = fields.ruleset.rollout.map((group) => {
    const { cohort_definition: definition } = group;
    if (definition === null) return group;
    const hash = hashOf(definition);
    store.tables.targeted.set(hash, definition);
    return { ...group, cohort_hash: group.cohort_hash ?? hash };
  });
  return { ...fields, ruleset: { ...fields.ruleset, rollout } };
}

function hashOf(definition: unknown): string {
  return createHash("sha256").update(canonical(definition)).digest("hex").slice(0, 32);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}
