import { cannotRenameFlag } from "../../adapter/errors";
import type { FlagSettings } from "../../port/flag";
import type { FlagAnswer } from "../api/answers";
import type { UpdateFlagBody } from "../api/bodies";

/** The changed members of a flag, without its variants and environments. */
export function changedMembers(
  flag: FlagAnswer,
  changes: Partial<FlagSettings>,
  attempted: string,
): Omit<UpdateFlagBody, "environments" | "variants" | "message"> {
  const { name, description, tags, archived, settings } = changes;
  if (name !== undefined && name !== flag.slug) throw cannotRenameFlag(attempted, "Vercel", flag.slug);
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
