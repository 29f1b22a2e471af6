import type { KnownParents } from "../parents/known-parents";
import { isNamed, keyOf, type Thing } from "./thing";

/**
 * Flags, segments and environments are known by their names, for what is created has no id yet. Some platforms have several of one name,
 * or names that differ in case only: the first has the name, and each further one is identified by its id.
 */
export class Namesakes {
  readonly #first = new Map<string, string>();

  constructor(private readonly run: { readonly parents: KnownParents }) {}

  /** The thing without its id, unless another one has its name. */
  apart(thing: Thing): Thing {
    if (!isNamed(thing)) return thing;
    const { id, ...named } = thing;
    if (id === null || id === undefined) return named;
    const key = keyOf(named, this.run.parents);
    const first = this.#first.get(key) ?? id;
    this.#first.set(key, first);
    return first === id ? named : thing;
  }
}
