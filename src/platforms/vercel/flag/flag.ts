import { memoizeByIdentity } from "../../adapter/lists/memoize-by-identity";
import type { FlagValue, FlagValueKind } from "../../model/flag-value";
import type { Flag } from "../../port/flag";
import type { FlagAnswer } from "../api/answers";
import { variantsOf } from "./variants";

/** A flag as Vercel has it, in neutral words. */
export function toFlag(flag: FlagAnswer): Flag {
  const { seed, permanent = false, maintainerIds = [] } = flag;
  const variants = variantsOf(flag);
  return {
    id: flag.id,
    name: flag.slug,
    ...(flag.createdAt !== undefined && { createdAt: new Date(flag.createdAt).toISOString() }),
    description: flag.description ?? null,
    tags: [...(flag.tags ?? [])].sort(),
    archived: flag.state === "archived",
    initial: { enabled: false, value: null },
    type: typeOf(
      flag,
      variants.map(({ value }) => value),
    ),
    variants,
    settings: { vercel: { ...(seed !== undefined && { seed }), permanent, maintainers: maintainerIds } },
  };
}

export const toFlags = memoizeByIdentity((documents: readonly FlagAnswer[]) => documents.map(toFlag));

/** Vercel has one kind of numbers. */
function typeOf({ kind }: FlagAnswer, values: readonly FlagValue[]): FlagValueKind {
  if (kind !== "number") return kind;
  return values.every((value) => value.kind === "integer") ? "integer" : "number";
}
