import { sameValue, type FlagValue } from "../model/flag-value";
import type { Environment } from "./environment";
import type { Project } from "./named";

/** Where identities live. */
export interface IdentityPlace {
  readonly project: Project;
  readonly environment: Environment;
}

/** What a trait can be: not JSON. */
export type TraitValue = Exclude<FlagValue, { readonly kind: "json" }>;

/** A user, device or account that the platform keeps, with what applications said of it. */
export interface Identity {
  readonly traits: ReadonlyMap<string, TraitValue>;
}

export interface TraitChanges {
  readonly set: ReadonlyMap<string, TraitValue>;
  readonly remove: readonly string[];
}

/** What somebody is served of one flag, and why. */
export interface ServedFlag {
  readonly flag: string;
  readonly enabled: boolean;
  readonly value: FlagValue | null;
  /** Null: the environment's default. */
  readonly overriddenBy: "identity" | "segment" | null;
}

export interface ListedIdentity {
  readonly identifier: string;
  /** Absent where it was not asked for. */
  readonly flags?: readonly ServedFlag[];
}

/** Platforms that keep identities themselves. */
export interface IdentityStore {
  /** Why the platform would refuse or change a trait; undefined where it keeps it as it is. No requests. */
  refuseTrait(key: string, value: TraitValue): string | undefined;
  /** Throws PlatformError where the place that keeps the project's identities would refuse one of these traits. From lists. */
  requireTraits?(project: Project, identifier: string, traits: TraitChanges["set"]): Promise<void>;
  /** Tells at plan that a write in this place is about to come, so that the first to arrive waits for it a moment. */
  announce(placeKey: string): void;
  /** Up to `limit` of them; `search` as the platform searches. With what each is served, at one more request each. */
  list(
    place: IdentityPlace,
    query: { readonly search: string | null; readonly limit: number; readonly withFlags: boolean },
  ): Promise<readonly ListedIdentity[]>;
  /** One exact read. Undefined: nobody of the name is there. */
  read(place: IdentityPlace, identifier: string): Promise<Identity | undefined>;
  /**
   * Makes the identity where it is not there, and changes these traits and no others. Writes of one place go out together
   * where the API takes many at a time.
   */
  write(
    place: IdentityPlace,
    identifier: string,
    changes: TraitChanges,
    announcedAs?: string,
  ): Promise<{ readonly made: boolean }>;
  /** With all that it has. Already gone is success. */
  delete(place: IdentityPlace, identifier: string): Promise<void>;
  /** The same, unless it has an override or a trait. */
  deleteUnused(place: IdentityPlace, identifier: string): Promise<void>;
}

/** Numbers by size, whatever their type; a text is never a number. */
export function sameTrait(one: TraitValue, other: TraitValue): boolean {
  return isNumber(one) === isNumber(other) && sameValue(one, other);
}

function isNumber({ kind }: TraitValue): boolean {
  return kind === "integer" || kind === "number";
}
