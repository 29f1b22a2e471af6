import type { KnownParents } from "../parents/known-parents";
import { keyOf, parentsOf, type Thing } from "./thing";

interface Entry<V> {
  readonly order: number;
  key: string;
  thing: Thing;
  value: V;
}

/**
 * Values by the object itself, whatever its names are. When the id of a parent becomes known, the entries that refer to it by its
 * name get their new keys, and no others: an apply creates thousands of parents, each below an ever longer list.
 */
export class ByThing<V> {
  readonly #entries = new Map<string, Entry<V>>();
  /** By the name of a parent whose id is not known yet. */
  readonly #waiting = new Map<string, Set<Entry<V>>>();
  #made = 0;
  /** How many of the found parents are taken into account. */
  #settled = 0;

  constructor(private readonly run: { readonly parents: KnownParents }) {}

  get(thing: Thing): V | undefined {
    return this.#find(thing)?.value;
  }

  set(thing: Thing, value: V): void {
    const known = this.#find(thing);
    if (known) {
      Object.assign(known, { thing, value });
      return;
    }
    const entry = { order: this.#made++, key: keyOf(thing, this.run.parents), thing, value };
    this.#entries.set(entry.key, entry);
    this.#wait(entry);
  }

  #find(thing: Thing): Entry<V> | undefined {
    const key = keyOf(thing, this.run.parents);
    this.#settle();
    return this.#entries.get(key);
  }

  #settle(): void {
    const { found } = this.run.parents;
    // A new key may make further parents known.
    for (; this.#settled < found.length; this.#settled++) {
      const name = found[this.#settled] ?? "";
      const entries = this.#waiting.get(name) ?? [];
      this.#waiting.delete(name);
      for (const entry of entries) this.#move(entry);
    }
  }

  /** Two entries may turn out to be one: the earlier stays. */
  #move(entry: Entry<V>): void {
    if (this.#entries.get(entry.key) !== entry) return;
    this.#entries.delete(entry.key);
    entry.key = keyOf(entry.thing, this.run.parents);
    const other = this.#entries.get(entry.key);
    if (other && other.order < entry.order) return;
    this.#entries.set(entry.key, entry);
    this.#wait(entry);
  }

  #wait(entry: Entry<V>): void {
    for (const { noun, reference } of parentsOf(entry.thing)) {
      const name = this.run.parents.unfound(noun, entry.thing.project, reference);
      if (name !== undefined) this.#waiting.set(name, (this.#waiting.get(name) ?? new Set()).add(entry));
    }
  }
}
