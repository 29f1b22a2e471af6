import { DiagnosticError, error } from "../diagnostic";

type RawObject = Record<string, unknown>;

/** What has versions: a resource's state, or its identity. */
interface Versioned {
  readonly version: number;
  readonly upgrades?: { readonly [fromVersion: number]: (raw: RawObject) => RawObject };
}

/**
 * Stored JSON, brought to the current version. One step per version; a release that only added attributes needs no step,
 * because missing ones become null.
 */
export function upgradeRaw(
  { version: current, upgrades }: Versioned,
  from: number,
  stored: RawObject,
  { title, what }: { readonly title: string; readonly what: string },
): RawObject {
  if (from > current) {
    throw new DiagnosticError(
      error(
        title,
        `${what} version ${String(from)}, but this release only supports versions up to ${String(current)}. ` +
          "Use the release that wrote it or a later one.",
      ),
    );
  }
  let raw = stored;
  for (let version = Math.max(0, from); version < current; version++) raw = upgrades?.[version]?.(raw) ?? raw;
  return raw;
}
