import { invalid, notSupported } from "../../adapter/errors";
import type { FlagSettings } from "../../port/flag";
import type { PlatformError } from "../../port/platform-error";
import type { FlagAnswer } from "../api/answers";
import { type FlagDocument } from "./document";
import { changedVariants, gateVariants } from "./flag-variants";

/** A flag without its targeting. Absent: not changed. */
export interface Metadata {
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly context?: string;
  readonly servingMethod?: string;
  readonly dataGroup?: string;
  readonly archived?: boolean;
}

export function metadataOf({ description, tags, archived, settings }: Partial<FlagSettings>): Metadata {
  const { context, servingMethod, dataGroup } = settings?.mixpanel ?? {};
  return {
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags }),
    ...(archived !== undefined && { archived }),
    ...(context !== undefined && { context }),
    ...(servingMethod !== undefined && { servingMethod }),
    ...(dataGroup !== undefined && { dataGroup }),
  };
}

export function withMetadata(document: FlagDocument, live: FlagAnswer, changes: Metadata, attempted: string): FlagDocument {
  const { description, tags, context, servingMethod, dataGroup, archived } = changes;
  requireContext(live, changes, attempted);
  const sameTags = tags !== undefined && [...tags].sort().join("\n") === [...document.tags].sort().join("\n");
  return {
    ...document,
    // No description and an empty one are the same to people.
    ...(description !== undefined && description !== (document.description ?? "") && { description }),
    ...(tags !== undefined && !sameTags && { tags: [...tags] }),
    ...(context !== undefined && { context }),
    ...(servingMethod !== undefined && { serving_method: servingMethod }),
    ...(dataGroup !== undefined && dataGroup !== String(document.data_group_id) && { data_group_id: dataGroup }),
    // Archived is reached from disabled only.
    ...(archived === true && document.status === "enabled" && { status: "disabled" as const }),
  };
}

/** A new copy: disabled, with nobody in its rollout. */
export function newDocument(settings: FlagSettings, attempted: string): FlagDocument {
  const { description, tags = [], type = "boolean", variants = [], settings: own } = settings;
  if (type !== "boolean" && variants.length === 0) {
    throw invalid(attempted, {
      reason: "a flag on Mixpanel serves variants, and this one has none",
      nextStep: "Declare the flag's variants.",
      subject: "value",
    });
  }
  return {
    key: settings.name,
    name: settings.name,
    description: description ?? null,
    tags: [...tags],
    status: "disabled",
    context: own?.mixpanel?.context ?? "distinct_id",
    // The one that is right with cohorts, which SDKs that evaluate by themselves do not know.
    serving_method: own?.mixpanel?.servingMethod ?? "remote_only",
    data_group_id: own?.mixpanel?.dataGroup ?? null,
    workspace_id: null,
    experiment_id: null,
    is_experiment_active: null,
    hash_salt: null,
    ruleset: {
      variants: type === "boolean" ? changedVariants(gateVariants(), variants) : changedVariants([], variants),
      rollout: [],
      test: null,
    },
  };
}

/** A new copy for another project: targeting, links and the salt are not copied. */
export function copyOf(template: FlagAnswer): FlagDocument {
  const { name, key, description, tags, context, serving_method, data_group_id, ruleset } = template;
  return {
    ...{ name, key, description, tags, context, serving_method, data_group_id },
    ...{ status: "disabled", workspace_id: null, experiment_id: null, is_experiment_active: null, hash_salt: null },
    ruleset: { variants: ruleset.variants, rollout: [], test: null },
  };
}

/** What users are bucketed by stays as it is once the flag has been on; a group key needs its data group. */
export function requireContext(live: FlagAnswer, changes: Metadata, attempted: string): void {
  const { context = live.context, dataGroup = live.data_group_id } = changes;
  if (context !== live.context && live.enabled_at !== null) {
    throw contextRefusal(
      attempted,
      `users are bucketed by "${live.context}", which cannot be changed once the flag has been switched on`,
      "Create another flag with the new context, and move to it.",
    );
  }
  if (context !== live.context && !isPersonal(context) && dataGroup === null) {
    throw contextRefusal(
      attempted,
      `"${context}" is a group key, and the flag sets no data group`,
      `Set mixpanel.data_group to the group's id, or use ${PERSONAL_CONTEXTS.map((each) => `"${each}"`).join(" or ")}.`,
    );
  }
}

function contextRefusal(attempted: string, reason: string, nextStep: string): PlatformError {
  return notSupported(attempted, { reason, nextStep, subject: "flag", attribute: ["mixpanel", "context"] });
}

const PERSONAL_CONTEXTS: readonly string[] = ["distinct_id", "device_id"];

export function isPersonal(context: string): boolean {
  return PERSONAL_CONTEXTS.includes(context);
}
