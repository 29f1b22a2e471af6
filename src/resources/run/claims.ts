import { randomUUID } from "node:crypto";
import { capitalised } from "../../platforms/adapter/capitalised";
import type { Directory, Named } from "../../platforms/port/named";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { PrivateData } from "../../terraform/resource";
import type { KnownParents } from "../parents/known-parents";
import { ByThing } from "./by-thing";
import { Namesakes } from "./namesakes";
import { isNamed, type Place, type Thing } from "./thing";
import { describeUnit, type UnitNames } from "./unit-names";

/**
 * Which resource owns what in one run. Two resources that write the same object would undo each other's changes forever, and
 * a resource that is destroyed while another one is created for the same object would delete a live flag. This is only known
 * inside the process: it does not cover `-target`, other aliases and other stacks.
 */
export class Claims {
  readonly #owners = new ByThing<string>(this);
  /** How messages name the owners of single overrides. */
  readonly #claimants = new ByThing<string>(this);
  readonly #destroyed = new ByThing<string>(this);
  /** By their states. */
  readonly #holders = new ByThing<string>(this);
  /** What was put, by ids: names can be spelled in several ways. */
  readonly #put = new Map<string, string>();
  /** The owners of single overrides, by unit and kind. */
  readonly #singles = new ByThing<Set<string>>(this);
  /** The objects that a create created or took over, and their owners. */
  readonly #made = new Set<string>();
  readonly #makers = new Set<string>();
  readonly #ended = new Set<string>();
  readonly #namesakes = new Namesakes(this);

  constructor(readonly parents: KnownParents) {}

  /** For a plan that creates or keeps the object. A second owner of one object is refused. */
  own(claimed: Thing, owner: string, claimant?: string): void {
    const thing = this.#namesakes.apart(claimed);
    const other = this.#owners.get(thing);
    if (other !== undefined && other !== owner)
      throw new DiagnosticError(twoOwners(thing, [this.#claimants.get(thing), claimant]));
    this.#owners.set(thing, owner);
    if (claimant !== undefined) this.#claimants.set(thing, claimant);
    this.#refuseBoth(thing, owner, this.#destroyed.get(thing));
    this.#refuseExactBesideSingle(thing, owner);
  }

  /** For a plan that destroys the object. */
  destroy(claimed: Thing, owner: string): void {
    const thing = this.#namesakes.apart(claimed);
    this.#destroyed.set(thing, owner);
    const other = this.#owners.get(thing);
    // Created before it is destroyed: the new one exists already, and the id decides what happens to the old one.
    if (other !== undefined && this.#makers.has(other)) return;
    this.#refuseBoth(thing, owner, other);
  }

  /**
   * For a state that a read has confirmed. Returns whether another resource's state contains the same object, as after an
   * apply that put it at its new address and ended before the old one was removed: whichever is read second finds out.
   */
  hold(thing: Thing, owner: string): boolean {
    const other = this.#holders.get(thing);
    if (other === undefined) this.#holders.set(thing, owner);
    return other !== undefined && other !== owner;
  }

  /** Whether the state of another resource of this configuration contains it, as far as reads have shown. */
  isHeldByAnother(thing: Thing, owner: string): boolean {
    const other = this.#holders.get(thing);
    return other !== undefined && other !== owner;
  }

  /**
   * Whether another resource puts the object in this run, so that a removal must leave it alone: a put wins over a removal,
   * whichever comes first, because a changed address must not delete a live override.
   */
  isOwnedByAnother(thing: Thing, owner: string): boolean {
    const other = this.#owners.get(thing);
    return other !== undefined && other !== owner;
  }

  /** A put of this object is about to be sent, or is not needed. */
  put(place: Place, owner: string): void {
    this.#put.set(JSON.stringify(place), owner);
  }

  /** The same as {@link isOwnedByAnother}, whatever names the two resources use. */
  isPutByAnother(place: Place, owner: string): boolean {
    const other = this.#put.get(JSON.stringify(place));
    return other !== undefined && other !== owner;
  }

  /** The resource of a definition or override ended: what it leaves served comes from this run. */
  ended(place: Place): void {
    this.#ended.add(JSON.stringify(place));
  }

  hasEnded(place: Place): boolean {
    return this.#ended.has(JSON.stringify(place));
  }

  /** A create created the flag, environment or segment, or took over the existing one. */
  made(made: Made, owner: string): void {
    this.#made.add(JSON.stringify(made));
    this.#makers.add(owner);
  }

  /** Whether a create of this run took over the same object that is now to be deleted, as with `create_before_destroy`. */
  wasMadeNow(made: Made): boolean {
    return this.#made.has(JSON.stringify(made));
  }

  /**
   * Objects that can be put again at once are handed over; a flag that is deleted and created again loses what it served.
   */
  #refuseBoth(thing: Thing, owner: string, other: string | undefined): void {
    if (other === undefined || other === owner || "flag" in thing) return;
    throw new DiagnosticError(
      error(
        `${describeThing(thing)} would be deleted and created again`,
        `One resource of this configuration is destroyed and another one is created for the same ${thing.kind}: its address changed. ` +
          `Use a moved block (moved { from = …  to = … }), or moveFromId in a construct: then nothing is sent. ` +
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
        `${capitalised(describeUnit(thing))} has overrides in two places`,
        `A definition with \`${ATTRIBUTES[single]}\` is the exact set, and would remove the override of a \`flagform_${single.replace(" ", "_")}\`. Use one or the other for a flag in an environment.`,
        [isSet ? ATTRIBUTES[single] : single === "segment override" ? "segment" : "identity"],
      ),
    );
  }
}

const SINGLES = { "segment overrides": "segment override", "identity overrides": "identity override" } as const;
const SETS = { "segment override": "segment overrides", "identity override": "identity overrides" } as const;
const ATTRIBUTES = { "segment override": "segment_overrides", "identity override": "identity_overrides" } as const;

/** An object with a name, by its id. */
export type Made = readonly [Directory<Named>["noun"], string];

const NONCE = "nonce";

/**
 * Distinguishes a resource from all others: random, created at its first plan and stored in private data, so that the second
 * plan of a replacement belongs to the same resource.
 */
export function ownerOf(data: PrivateData): string {
  const known = data.get(NONCE);
  if (typeof known === "string") return known;
  const nonce = randomUUID();
  data.set(NONCE, nonce);
  return nonce;
}

function unitOf({ project, environment, environment_id, flag, flag_id }: UnitNames): UnitNames {
  return { project, environment, environment_id, flag, flag_id };
}

function twoOwners(thing: Thing, claimants: readonly (string | undefined)[]) {
  const named = claimants.filter((each) => each !== undefined);
  const both = named.length === 2 ? `: ${named.join(", and ")}` : "";
  return error(
    `${describeThing(thing)} is managed twice`,
    `Two resources of this configuration manage it and would undo each other's changes at every apply${both}. Remove one of them.`,
  );
}

function describeThing(thing: Thing): string {
  if (isNamed(thing)) return `The ${thing.kind} "${thing.name}"`;
  if (thing.kind === "identity")
    return `The identity "${thing.environment ?? `id:${thing.environment_id ?? ""}`}/${thing.item}"`;
  const item = "item" in thing ? (thing.item ?? ("item_id" in thing ? `id:${thing.item_id ?? ""}` : "")) : undefined;
  return `The ${thing.kind} of ${describeUnit(thing)}${item === undefined ? "" : ` for ${item}`}`;
}
