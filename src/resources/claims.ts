import { randomUUID } from "node:crypto";
import { DiagnosticError, error } from "../terraform/diagnostic";
import type { Directory, Named } from "../platforms/platform";
import type { PrivateData } from "../terraform/resource";

/**
 * Who owns what in one run. Two resources that write the same thing would take turns at it for ever, and one that is destroyed
 * while another is made of the same thing would take a live flag along. Nothing of it leaves the process: what `-target`, other
 * aliases and other stacks do is out of sight.
 */
export class Claims {
  readonly #owners = new Map<string, string>();
  readonly #destroyed = new Map<string, string>();
  /** By what their states say. */
  readonly #holders = new Map<string, string>();
  /** What was put, by ids: names can be spelled in several ways. */
  readonly #put = new Map<string, string>();
  /** By unit and kind, the owners of single overrides. */
  readonly #singles = new Map<string, Set<string>>();
  /** The things that a create made or took over, and who did. */
  readonly #made = new Set<string>();
  readonly #makers = new Set<string>();
  readonly #ended = new Set<string>();

  /** A plan that makes or keeps the thing. The second owner of one thing is refused. */
  own(thing: Thing, owner: string): void {
    const key = keyOf(thing);
    const other = this.#owners.get(key);
    if (other !== undefined && other !== owner) throw new DiagnosticError(twoOwners(thing));
    this.#owners.set(key, owner);
    this.#refuseBoth(thing, owner, this.#destroyed.get(key));
    this.#refuseExactBesideSingle(thing, owner);
  }

  /** A plan that destroys the thing. */
  destroy(thing: Thing, owner: string): void {
    const key = keyOf(thing);
    this.#destroyed.set(key, owner);
    const other = this.#owners.get(key);
    // Created before it is destroyed: the new one stands already, and what becomes of the old one is seen by its id.
    if (other !== undefined && this.#makers.has(other)) return;
    this.#refuseBoth(thing, owner, other);
  }

  /**
   * A state that a read has found to be so. Tells whether another resource's state holds the same thing, as after an apply that put it
   * at its new address and ended before the old one was let go: whichever of the two is read second learns of it.
   */
  hold(thing: Thing, owner: string): boolean {
    const key = keyOf(thing);
    const other = this.#holders.get(key);
    if (other === undefined) this.#holders.set(key, owner);
    return other !== undefined && other !== owner;
  }

  /**
   * Whether another resource puts the thing in this run, so that a remove must leave it alone: a put wins over a remove,
   * whichever comes first, for an address that changed must not delete a live override.
   */
  isOwnedByAnother(thing: Thing, owner: string): boolean {
    const other = this.#owners.get(keyOf(thing));
    return other !== undefined && other !== owner;
  }

  /** A put of what stands at this place is about to be sent, or nothing needs to be. */
  put(place: Place, owner: string): void {
    this.#put.set(JSON.stringify(place), owner);
  }

  /** As {@link isOwnedByAnother}, whatever names the two resources use. */
  isPutByAnother(place: Place, owner: string): boolean {
    const other = this.#put.get(JSON.stringify(place));
    return other !== undefined && other !== owner;
  }

  /** A definition ended: what it leaves served is this run's own doing. */
  ended(place: Place): void {
    this.#ended.add(JSON.stringify(place));
  }

  hasEnded(place: Place): boolean {
    return this.#ended.has(JSON.stringify(place));
  }

  /** A create made the flag, environment or segment, or took over the one that stood there. */
  made(made: Made, owner: string): void {
    this.#made.add(JSON.stringify(made));
    this.#makers.add(owner);
  }

  /** Whether a create of this run took over the very thing that is now to be deleted, as with `create_before_destroy`. */
  wasMadeNow(made: Made): boolean {
    return this.#made.has(JSON.stringify(made));
  }

  /** What can be put again at once is handed over; a flag that is deleted and made again loses what it served. */
  #refuseBoth(thing: Thing, owner: string, other: string | undefined): void {
    if (other === undefined || other === owner || !isNamed(thing)) return;
    throw new DiagnosticError(
      error(
        `The ${thing.kind} "${thing.name}" would be deleted and made again`,
        `One resource of this configuration is destroyed and another is made for the same ${thing.kind}: its address changed. ` +
          `Say so with a moved block (moved { from = …  to = … }), or with moveFromId in a construct, and nothing is sent. ` +
          `If it is a deposed object that an interrupted create_before_destroy left: "terraform state rm" its address, then import the ${thing.kind} again.`,
      ),
    );
  }

  #refuseExactBesideSingle(thing: Thing, owner: string): void {
    if (isNamed(thing) || thing.kind === "definition") return;
    const isSet = thing.kind === "segment overrides" || thing.kind === "identity overrides";
    const single = isSet ? SINGLES[thing.kind] : thing.kind;
    const { project, environment, flag } = thing;
    const owners = entry(this.#singles, `${unitPrefix(thing)}${single}`, () => new Set<string>());
    if (!isSet) owners.add(owner);
    const exact = this.#owners.get(keyOf({ kind: SETS[single], project, environment, flag }));
    if (exact === undefined || [...owners].every((each) => each === exact)) return;
    throw new DiagnosticError(
      error(
        `Flag ${thing.flag} in environment ${thing.environment} has its overrides stated twice`,
        `A definition with \`${ATTRIBUTES[single]}\` is the exact set, and would remove what a \`flagform_${single.replace(" ", "_")}\` puts. Use one or the other for a flag in an environment.`,
        [isSet ? ATTRIBUTES[single] : single === "segment override" ? "segment" : "identity"],
      ),
    );
  }
}

const SINGLES = { "segment overrides": "segment override", "identity overrides": "identity override" } as const;
const SETS = { "segment override": "segment overrides", "identity override": "identity overrides" } as const;
const ATTRIBUTES = { "segment override": "segment_overrides", "identity override": "identity_overrides" } as const;

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** What can be owned, by the names people see. */
export type Thing =
  | {
      readonly kind: "flag" | "environment" | "segment" | "project" | "identity";
      readonly project: string | null;
      readonly name: string;
    }
  | ({ readonly kind: "definition" | "segment overrides" | "identity overrides" } & InUnit)
  | ({ readonly kind: "segment override" | "identity override"; readonly item: string } & InUnit);

/** Where a definition or an override stands: its environment's and its flag's id, and the segment's or the identifier. */
export type Place = readonly ["definition" | "segment override" | "identity override" | "identity", string, string, string?];

/** A thing that has a name, by its id. */
export type Made = readonly [Directory<Named>["noun"], string];

interface InUnit {
  readonly project: string | null;
  readonly environment: string;
  readonly flag: string;
}

const NONCE = "nonce";

/**
 * Tells a resource from all others: drawn at its first plan and kept in private data, so that the second plan of a replacement
 * is known as the same resource.
 */
export function ownerOf(data: PrivateData): string {
  const known = data.get(NONCE);
  if (typeof known === "string") return known;
  const nonce = randomUUID();
  data.set(NONCE, nonce);
  return nonce;
}

function isNamed(thing: Thing): thing is Extract<Thing, { readonly name: string }> {
  return "name" in thing;
}

/** The same for all spellings of one thing. */
export function keyOf(thing: Thing): string {
  if (isNamed(thing)) {
    const name = thing.kind === "identity" ? thing.name : thing.name.toLowerCase();
    return `${JSON.stringify(thing.project)}/${thing.kind}/${JSON.stringify(name)}`;
  }
  const item =
    "item" in thing ? JSON.stringify(thing.kind === "segment override" ? thing.item.toLowerCase() : thing.item) : "";
  return `${unitPrefix(thing)}${thing.kind}/${item}`;
}

function unitPrefix({ project, environment, flag }: InUnit): string {
  return `${JSON.stringify([project, environment.toLowerCase(), flag.toLowerCase()])}/`;
}

function twoOwners(thing: Thing) {
  const what = isNamed(thing)
    ? `The ${thing.kind} "${thing.name}"`
    : `The ${thing.kind} of flag ${thing.flag} in environment ${thing.environment}${"item" in thing ? ` for ${thing.item}` : ""}`;
  return error(
    `${what} is managed twice`,
    "Two resources of this configuration manage it and would undo each other's changes at every apply. Remove one of them.",
  );
}
