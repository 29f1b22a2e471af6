import { type FlagValue, sameValue } from "../../model/flag-value";
import type { Environment } from "../environment";
import type { Project } from "../named";

/** Where identities live. */
export interface IdentityPlace {
  readonly project: Project;
  readonly environment: Environment;
}

/** What a trait can be: not JSON. */
export type TraitValue = Exclude<FlagValue, { readonly kind: "json" }>;

/** A user, device or account that the platform stores, with its traits. */
export interface Identity {
  readonly traits: ReadonlyMap<string, TraitValue>;
}

export interface TraitChanges {
  readonly set: ReadonlyMap<string, TraitValue>;
  readonly remove: readonly string[];
}

/** What an identity is served for one flag, and why. */
export interface ServedFlag {
  readonly flag: string;
  readonly enabled: boolean;
  readonly value: FlagValue | null;
  /** Null: the environment's default. */
  readonly overriddenBy: "identity" | "segment" | null;
}

export interface ListedIdentity {
  readonly identifier: string;
  /** Absent if it was not requested. */
  readonly flags?: readonly ServedFlag[];
}

/** For platforms that store identities. */
export interface IdentityStore {
  /** Why the platform would refuse or change a trait; undefined if it is stored unchanged. No requests. */
  refuseTrait(key: string, value: TraitValue): string | undefined;
  /** Throws PlatformError where the place that keeps the project's identities would refuse one of these traits. From lists. */
  requireTraits?(project: Project, identifier: string, traits: TraitChanges["set"]): Promise<void>;
  /** Announces at plan that a write in this place will come, so that the first to arrive waits for it a moment. */
  announce(placeKey: string): void;
  /** At most `limit`; `search` in the platform's way. With what each is served, at one more request each. */
  list(
    place: IdentityPlace,
    query: { readonly search: string | null; readonly limit: number; readonly withFlags: boolean },
  ): Promise<readonly ListedIdentity[]>;
  /** One exact read. Undefined: there is no identity with this name. */
  read(place: IdentityPlace, identifier: string): Promise<Identity | undefined>;
  /**
   * Creates the identity if it does not exist, and changes only these traits. Writes in one place are sent together
   * if the API accepts several at a time.
   */
  write(
    place: IdentityPlace,
    identifier: string,
    changes: TraitChanges,
    announcedAs?: string,
  ): Promise<{ readonly made: boolean }>;
  /** Deletes it with everything it has. Already gone is success. */
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
