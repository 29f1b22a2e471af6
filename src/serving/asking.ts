import { getOwn } from "../get-own";
import type { Chance } from "./chance/chance";
import type { Person, TraitValue } from "./person";
import type { Leaf } from "./serve/leaf";
import type { World, WorldDefinition, WorldFlag } from "./world/world";

/** One evaluation in one course: the question, and what is known on the way. */
export interface Asking {
  readonly world: World;
  readonly definition: WorldDefinition;
  /** Undefined: another stack has the flag. */
  readonly flag: WorldFlag | undefined;
  readonly person: Person;
  readonly chance: Chance;
  /** Epoch milliseconds; undefined: no time was given, so nothing that depends on it is known. */
  readonly at: number | undefined;
  /** Whose SDK evaluates, where a vendor's SDKs differ; undefined: any of them. */
  readonly sdk: string | undefined;
  /** Segments and flags that are being evaluated, to stop at cycles. */
  readonly open: readonly string[];
  /** What the same person is served of another definition, for flags that depend on each other. */
  serve(asking: Asking): Leaf;
  /** Notes what the answer takes for granted. */
  assume(what: string): void;
}

/** The value that an operator compares; undefined: the person has no such trait. */
export function traitOf({ person }: Asking, trait: string): TraitValue | undefined {
  return getOwn(person.traits, trait);
}
