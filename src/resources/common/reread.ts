import { same } from "./known";

/**
 * What a read returns for an attribute: an attribute that the state leaves out is unmanaged and stays out; after an import
 * everything is filled in, except what is empty anyway, so that a configuration without it has an empty plan. A missing text
 * is returned as an empty one: to users they are the same.
 */
export function reread<T extends string | boolean | number>(
  stated: T | null,
  remote: T | null,
  imported: boolean,
): T | null {
  if (stated !== null) return remote;
  return imported && remote !== "" && remote !== false ? remote : null;
}

/** The same as {@link reread}, for sets: the state's own order is kept if the members are the same. */
export function rereadSet(
  stated: readonly string[] | null,
  remote: readonly string[],
  imported: boolean,
): readonly string[] | null {
  if (stated === null) return imported && remote.length > 0 ? remote : null;
  return same([...stated].sort(), [...remote].sort()) ? stated : remote;
}
