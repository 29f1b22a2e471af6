import { FieldError } from "../../drf/field";
import { refused } from "../../drf/serializer";
import type { Feature } from "../../store/records";
import type { Store } from "../../store/store";

/** The ids of people, or of groups, that exist. */
export function ownersAmong(
  store: Store,
  column: "owners" | "group_owners",
  sent: readonly unknown[] | undefined,
): number[] {
  const known = column === "owners" ? store.tables.users : store.tables.groups;
  return refused(() =>
    (sent ?? []).map((id) => {
      if (!known.has(Number(id))) {
        throw new FieldError({ [column]: [`Invalid pk "${String(id)}" - object does not exist.`] });
      }
      return Number(id);
    }),
  );
}

export function showOwners(store: Store, feature: Feature): { owners: object[]; group_owners: object[] } {
  return {
    owners: feature.owners.flatMap((id) => store.tables.users.get(id) ?? []),
    group_owners: feature.group_owners.flatMap((id) => store.tables.groups.get(id) ?? []),
  };
}
