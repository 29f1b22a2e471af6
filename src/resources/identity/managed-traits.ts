import { getOwn } from "../../get-own";
import { type Identity, sameTrait, type TraitChanges, type TraitValue } from "../../platforms/port/identity/identity-store";
import type { IdentityState } from "./identity-attributes";
import { traitAttribute, traitOf } from "./trait-attributes";

/**
 * Exactly what differs. A trait that leaves the map is removed; if the map itself is left out, everything is handed over.
 */
export function changesOf(prior: IdentityState | null, state: IdentityState): TraitChanges {
  const before = prior?.traits ?? {};
  const after = Object.entries(state.traits ?? {});
  const set = after.filter(([key, trait]) => {
    const known = getOwn(before, key);
    return !known || !sameTrait(traitOf(known), traitOf(trait));
  });
  const dropped = state.traits === null ? [] : Object.keys(before).filter((key) => !getOwn(state.traits, key));
  const absent = (state.absent_traits ?? []).filter((key) => !prior?.absent_traits?.includes(key));
  return {
    set: new Map(set.map(([key, trait]): [string, TraitValue] => [key, traitOf(trait)])),
    remove: [...new Set([...dropped, ...absent])],
  };
}

/** The managed traits with their current values; after an import all of them. */
export function readTraits(
  state: IdentityState,
  { traits: remote }: Identity,
  imported: boolean,
): Pick<IdentityState, "traits" | "absent_traits"> {
  const keys = imported && state.traits === null ? [...remote.keys()] : Object.keys(state.traits ?? {});
  const traits = keys.flatMap((key) => {
    const [stated, value] = [getOwn(state.traits, key), remote.get(key)];
    if (!value) return [];
    return [[key, stated && sameTrait(traitOf(stated), value) ? stated : traitAttribute(value)] as const];
  });
  const isUnmanaged = state.traits === null && traits.length === 0;
  return {
    traits: isUnmanaged ? null : Object.fromEntries(traits),
    // An existing trait is not absent: the plan puts it back into the set, and the update removes it.
    absent_traits: state.absent_traits?.filter((key) => !remote.has(key)) ?? null,
  };
}
