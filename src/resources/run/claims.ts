import { randomUUID } from "node:crypto";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { Directory, Named } from "../../platforms/port/named";
import type { PrivateData } from "../../terraform/resource";
import type { KnownParents } from "../parents/known-parents";
import { describeUnit, type UnitNames } from "./unit-names";

/**
 * Who owns what in one run. Two resources that write the same thing would take turns at it for ever, and one that is destroyed
 * while another is made of the same thing would take a live flag along. Nothing of it leaves the process: what `-target`, other
 * aliases and other stacks do is out of sight.
 */
export class Claims {
  readonly #owners = new ByThing<string>(this);
  readonly #destroyed = new ByThing<string>(this);
  /** By what their states say. */
  readonly #holders = new ByThing<string>(this);
  /** What was put, by ids: names can be spelled in several ways. */
  readonly #put = new Map<string, string>();
  /** By unit and kind, the owners of single overrides. */
  readonly #singles = new ByThing<Set<string>>(this);
  /** The things that a create made or took over, and who did. */
  readonly #made = new Set<string>();
  readonly #makers = new Set<string>();
  readonly #ended = new Set<string>();

  constructor(readonly parents: KnownParents) {}

  /** A plan that makes or keeps the thing. The second owner of one thing is refused. */
  own(thing: Thing, owner: string): void {
    const other = this.#owners.get(thing);
    if (other !== undefined && other !== owner) throw new DiagnosticError(twoOwners(thing));
    this.#owners.set(thing, owner);
    this.#refuseBoth(thing, owner, this.#destroyed.get(thing));
    this.#refuseExactBesideSingle(thing, owner);
  }

  /** A plan that destroys the thing. */
  destroy(thing: Thing, owner: string): void {
    this.#destroyed.set(thing, owner);
    const other = this.#owners.get(thing);
    // Created before it is destroyed: the new one stands already, and what becomes of the old one is seen by its id.
    if (other !== undefined && this.#makers.has(other)) return;
    this.#refuseBoth(thing, owner, other);
  }

  /**
   * A state that a read has found to be so. Tells whether another resource's state holds the same thing, as after an apply that put it
   * at its new address and ended before the old one was let go: whichever of the two is read second learns of it.
   */
  hold(thing: Thing, owner: string): boolean {
    const other = this.#holders.get(thing);
    if (other === undefined) this.#holders.set(thing, owner);
    return other !== undefined && other !== owner;
  }

  /**
   * Whether another resource puts the thing in this run, so that a remove must leave it alone: a put wins over a remove,
   * whichever comes first, for an address that changed must not delete a live override.
   */
  isOwnedByAnother(thing: Thing, owner: string): boolean {
    const other = this.#owners.get(thing);
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
    if (other === undefined || other === owner || "flag" in thing) return;
    throw new DiagnosticError(
      error(
        `${describeThing(thing)} would be deleted and made again`,
        `One resource of this configuration is destroyed and another is made for the same ${thing.kind}: its address changed. ` +
          `Say so with a moved block (moved { from = …  to = … }), or with moveFromId in a construct, and nothing is sent. ` +
          `If it is a deposed object that an interrupted create_before_destroy left: "terraform state rm" its address, then import the ${thing.kind} again.`,
      ),
    );
  }

  #refuseExactBesideSingle(thing: Thing, owner: string): void {
    if (isNamed(thing) || thing.kind === "definition" || thing.kind === "identity") return;
    const isSet = thing.kind === "segment overrides" || thing.kind === "identity overrides";
    const single = isSet ? SINGLES[thing.kind] : thing.kind;
    const all: Thing = { ...unitOf(thing), kind: SETS[single] };
    const owners = this.#singles.get(all) ?? new Set<string>();
    this.#singles.set(all, owners);
    if (!isSet) owners.add(owner);
    const exact = this.#owners.get(all);
    if (exact === undefined || [...owners].every((each) => each === exact)) return;
    throw new DiagnosticError(
      error(
        `${capitalised(describeUnit(thing))} has its overrides stated twice`,
        `A definition with \`${ATTRIBUTES[single]}\` is the exact set, and would remove what a \`flagform_${single.replace(" ", "_")}\` puts. Use one or the other for a flag in an environment.`,
        [isSet ? ATTRIBUTES[single] : single === "segment override" ? "segment" : "identity"],
      ),
    );
  }
}

const SINGLES = { "segment overrides": "segment override", "identity overrides": "identity override" } as const;
const SETS = { "segment override": "segment overrides", "identity override": "identity overrides" } as const;
const ATTRIBUTES = { "segment override": "segment_overrides", "identity override": "identity_overrides" } as const;

/** By what a thing is, however it is named. */
class ByThing<V> {
  readonly #entries = new Map<string, { readonly thing: Thing; readonly value: V }>();
  #version = 0;

  constructor(private readonly claims: { readonly parents: KnownParents }) {}

  get(thing: Thing): V | undefined {
    const key = keyOf(thing, this.claims.parents);
    return this.#settled().get(key)?.value;
  }

  set(thing: Thing, value: V): void {
    const key = keyOf(thing, this.claims.parents);
    this.#settled().set(key, { thing, value });
  }

  /** Names that have got their ids since are looked for by them. */
  #settled(): Map<string, { readonly thing: Thing; readonly value: V }> {
    const { parents } = this.claims;
    while (parents.version !== this.#version) {
      this.#version = parents.version;
      const entries = [...this.#entries.values()].reverse();
      this.#entries.clear();
      for (const entry of entries) this.#entries.set(keyOf(entry.thing, parents), entry);
    }
    return this.#entries;
  }
}

/** What can be owned. */
export type Thing =
  | {
      readonly kind: "flag" | "environment" | "segment" | "project";
      readonly project: string | null;
      readonly name: string;
    }
  | ({ readonly kind: "identity"; readonly item: string } & InEnvironment)
  | ({ readonly kind: "definition" | "segment overrides" | "identity overrides" } & UnitNames)
  | ({ readonly kind: "segment override"; readonly item: string | null; readonly item_id: string | null } & UnitNames)
  | ({ readonly kind: "identity override"; readonly item: string } & UnitNames);

type InEnvironment = Pick<UnitNames, "project" | "environment" | "environment_id">;

/** Where a definition or an override stands: its environment's and its flag's id, and the segment's or the identifier. */
export type Place = readonly ["definition" | "segment override" | "identity override" | "identity", string, string, string?];

/** A thing that has a name, by its id. */
export type Made = readonly [Directory<Named>["noun"], string];

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

/** The same for all spellings of one thing: by the ids of what it hangs on, where they are known. */
export function keyOf(thing: Thing, parents: KnownParents): string {
  const { kind, project } = thing;
  if (isNamed(thing)) return JSON.stringify([project, kind, thing.name.toLowerCase()]);
  const { environment: name, environment_id: id } = thing;
  const environment = parents.refer("environment", project, { name, id });
  if (thing.kind === "identity") return JSON.stringify([project, kind, environment, thing.item]);
  const flag = parents.refer("flag", project, { name: thing.flag, id: thing.flag_id });
  return JSON.stringify([project, environment, flag, kind, itemOf(thing, parents)]);
}

function itemOf(thing: Thing, parents: KnownParents): string | null {
  if (thing.kind === "identity override") return thing.item;
  if (thing.kind !== "segment override") return null;
  return parents.refer("segment", thing.project, { name: thing.item, id: thing.item_id });
}

function unitOf({ project, environment, environment_id, flag, flag_id }: UnitNames): UnitNames {
  return { project, environment, environment_id, flag, flag_id };
}

function twoOwners(thing: Thing) {
  return error(
    `${describeThing(thing)} is managed twice`,
    "Two resources of this configuration manage it and would undo each other's changes at every apply. Remove one of them.",
  );
}

function describeThing(thing: Thing): string {
  if (isNamed(thing)) return `The ${thing.kind} "${thing.name}"`;
  if (thing.kind === "identity")
    return `The identity "${thing.environment ?? `id:${thing.environment_id ?? ""}`}/${thing.item}"`;
  const item = "item" in thing ? (thing.item ?? ("item_id" in thing ? `id:${thing.item_id ?? ""}` : "")) : undefined;
  return `The ${thing.kind} of ${describeUnit(thing)}${item === undefined ? "" : ` for ${item}`}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
