import { createHash } from "node:crypto";
import type { Adopted } from "./adopted";
import { IDENTITY_OVERRIDE } from "./adopted";

/**
 * Names of resources, as in `flagform_feature_flag.new_checkout`: from the names that people see, unique for each type, and the same each
 * time. Where two would be the same, or nothing is left of a name, a hash of it follows.
 */
export function resourceNames(all: readonly Adopted[]): ReadonlyMap<Adopted, string> {
  const wanted = all.map((each) => [each, `${each.type} ${nameFor(each)}`] as const);
  const times = new Map<string, number>();
  for (const [, name] of wanted) times.set(name, (times.get(name) ?? 0) + 1);
  return new Map(
    wanted.map(([each, name]) => {
      const own = name.slice(name.indexOf(" ") + 1);
      return [each, (times.get(name) ?? 0) > 1 ? `${own}_${hashOf(JSON.stringify(each.ids))}` : own];
    }),
  );
}

/** For one whose name would be another's too, in whatever way names are made. */
export function ownName(adopted: Adopted): string {
  return `${nameFor(adopted)}_${hashOf(adopted.importId)}`;
}

function nameFor({ type, displayName, ids }: Adopted): string {
  // An identity may be a person: addresses do not show it.
  const identity = type === IDENTITY_OVERRIDE ? ids["identity"] : undefined;
  const shown = identity === undefined ? displayName : displayName.slice(0, displayName.length - identity.length - 1);
  const parts = shown.split("/").reverse();
  const [audience, ...rest] = parts;
  const ordered = parts.length > 2 ? [...rest, audience ?? ""] : parts;
  const name = ordered.map(plainPart).join("_");
  return identity === undefined ? safe(name) : safe(`${name}_${hashOf(identity)}`);
}

const LONGEST = 80;

/** Lower case letters, digits and `_`. */
function plainPart(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
    .toLowerCase();
  const isWhole = plain !== "" && !/[^\u0000-\u024f]/.test(text.normalize("NFC")) && plain.length <= LONGEST;
  return isWhole ? plain : [...(plain === "" ? [] : [plain.slice(0, LONGEST)]), hashOf(text)].join("_");
}

function safe(name: string): string {
  return /^[a-z_]/.test(name) ? name : `_${name}`;
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
