import type { FlagSettings } from "../../port/flag";
import { PlatformError } from "../../port/platform-error";
import type { FlagAnswer } from "../api/answers";
import type { UpdateFlagBody } from "../api/bodies";

/** What changes of a flag itself, beside its variants and environments. */
export function changedMembers(
  flag: FlagAnswer,
  changes: Partial<FlagSettings>,
  attempted: string,
): Omit<UpdateFlagBody, "environments" | "variants" | "message"> {
  const { name, description, tags, archived, settings } = changes;
  if (name !== undefined && name !== flag.slug) throw cannotRename(flag.slug, attempted);
  const { seed, permanent, maintainers } = settings?.vercel ?? {};
  const state = archived === undefined ? undefined : archived ? "archived" : "active";
  return {
    ...(description !== undefined && description !== (flag.description ?? undefined) && { description }),
    ...(tags !== undefined && !sameSet(tags, flag.tags ?? []) && { tags: [...tags] }),
    ...(state !== undefined && state !== flag.state && { state }),
    ...(seed !== undefined && seed !== flag.seed && { seed }),
    ...(permanent !== undefined && permanent !== (flag.permanent ?? false) && { permanent }),
    ...(maintainers !== undefined && !sameSet(maintainers, flag.maintainerIds ?? []) && { maintainerIds: [...maintainers] }),
  };
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}

function cannotRename(slug: string, attempted: string): PlatformError {
  return new PlatformError({
    code: "unsupported",
    attempted,
    reason: `Vercel cannot rename a flag, and this one is named "${slug}"`,
    nextStep: "Create a flag of the new name, move what it serves there, then delete the old one.",
    subject: "flag",
  });
}
