import { same } from "./known";

/**
 * What a read answers for an attribute: what the state leaves out is unmanaged and stays out; after an import everything is
 * filled in, save what is empty anyway, so that a configuration that does not speak of it plans empty. A text that may be absent is
 * given as an empty one: to people they are the same.
 */
export function reread<T extends string | boolean | number>(
  stated: T | null,
  remote: T | null,
  imported: boolean,
): T | null {
  if (stated !== null) return remote;
  return imported && remote !== "" && remote !== false ? remote : null;
}

/** As {@link reread}, for sets: the state's own order is kept where the members are the same. */
export function rereadSet(
  stated: readonly string[] | null,
  remote: readonly string[],
  imported: boolean,
): readonly string[] | null {
  if (stated === null) return imported && remote.length > 0 ? remote : null;
  return same([...stated].sort(), [...remote].sort()) ? stated : remote;
}
