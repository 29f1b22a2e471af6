import type { Directory, Named } from "../../platforms/port/named";
import type { Unknown } from "../../terraform/value";

/** A name or an id in a plan. */
export type Given = string | Unknown | null;

/** The name of a flag, an environment or a segment in messages. */
export type Noun = Directory<Named>["noun"];

/** How a resource refers to a parent: by its name, its id, or both. At least one is set. */
export interface ParentReference {
  readonly name: string | null;
  readonly id: string | null;
}

/**
 * Which names and ids belong together, and what is created in this run: collected from the plans, reads and creates of this
 * process. It sends nothing. If two resources refer to one parent, one by its name and one by its id, both are known as its
 * children.
 */
export class KnownParents {
  readonly #ids = new Map<string, string>();
  /** As they are written: on some platforms, names that differ in case only are those of two. */
  readonly #exact = new Map<string, Map<string, string>>();
  readonly #names = new Map<string, string>();
  /** Planned to be created: the object that has the name now is another one. */
  readonly #making = new Set<string>();
  readonly #unnamed = new Set<Noun>();
  readonly #missed = new Set<string>();
  readonly #held = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #keeping = new Map<string, Set<string>>();
  readonly #found: string[] = [];

  /** Names that were not found before and are known now, in the order of that, as {@link unfound} gives them. */
  get found(): readonly string[] {
    return this.#found;
  }

  learn(noun: Noun, project: string | null, name: string, id: string): void {
    this.#names.set(`${noun} ${id}`, name);
    const key = keyOf(noun, project, name);
    this.#exact.set(key, (this.#exact.get(key) ?? new Map<string, string>()).set(name, id));
    if (this.#ids.get(key) !== id) this.#set(key, id);
  }

  /** From a configuration or a state, which may be wrong: existing entries are kept. */
  #suppose(noun: Noun, project: string | null, name: string, id: string): void {
    const key = keyOf(noun, project, name);
    if (!this.#ids.has(key) && !this.#making.has(key)) this.#set(key, id);
  }

  #set(key: string, id: string): void {
    this.#ids.set(key, id);
    if (this.#missed.delete(key)) this.#found.push(key);
  }

  /** From a plan that creates it: the object that has the name now is another one. */
  making(noun: Noun, project: string | null, name: string): void {
    const key = keyOf(noun, project, name);
    this.#making.add(key);
    this.#ids.delete(key);
    this.#exact.delete(key);
  }

  /** From a plan that creates or renames one with a name that is only known after apply: it may be any name. */
  makingUnnamed(noun: Noun): void {
    this.#unnamed.add(noun);
  }

  isMakingUnnamed(noun: Noun): boolean {
    return this.#unnamed.has(noun);
  }

  isMaking(noun: Noun, project: string | null, name: string): boolean {
    return this.#making.has(keyOf(noun, project, name));
  }

  /** From a state in this configuration. */
  hold(noun: Noun, id: string): void {
    this.#held.add(`${noun} ${id}`);
  }

  isHeld(noun: Noun, id: string): boolean {
    return this.#held.has(`${noun} ${id}`);
  }

  /** From the plan of a child that refers to it only by its name, and continues with its id. */
  keep(noun: Noun, id: string, child: string): void {
    const key = `${noun} ${id}`;
    this.#keeping.set(key, (this.#keeping.get(key) ?? new Set()).add(child));
  }

  /** The children that continued with its id, in the order of their plans. */
  keeping(noun: Noun, id: string): readonly string[] {
    return [...(this.#keeping.get(`${noun} ${id}`) ?? [])];
  }

  /** A read of a child has found that it was deleted. */
  gone(noun: Noun, project: string | null, { name, id }: ParentReference): void {
    if (name !== null) this.#gone.add(keyOf(noun, project, name));
    if (id !== null) this.#gone.add(keyOf(noun, project, `id:${id}`));
  }

  isGone(noun: Noun, project: string | null, { name, id }: ParentReference): boolean {
    return [name, id === null ? null : `id:${id}`].some(
      (each) => each !== null && this.#gone.has(keyOf(noun, project, each)),
    );
  }

  /** Undefined if it has not appeared yet. */
  idOf(noun: Noun, project: string | null, name: string): string | undefined {
    if (name.startsWith("id:")) return name.slice("id:".length);
    const key = keyOf(noun, project, name);
    const id = this.#exact.get(key)?.get(name) ?? this.#ids.get(key);
    if (id === undefined) this.#missed.add(key);
    return id;
  }

  /** The name that a reference needs to be found, if it is not; it appears in {@link found} then. */
  unfound(noun: Noun, project: string | null, { name, id }: ParentReference): string | undefined {
    if (id !== null || name === null || this.idOf(noun, project, name) !== undefined) return undefined;
    return keyOf(noun, project, name);
  }

  nameOf(noun: Noun, id: string): string | undefined {
    return this.#names.get(`${noun} ${id}`);
  }

  /** One key for it, the same for a reference by name and by id: `id:<id>` if that is known. */
  refer(noun: Noun, project: string | null, { name, id }: ParentReference): string {
    if (id !== null && name !== null && !name.startsWith("id:")) this.#suppose(noun, project, name, id);
    const known = id ?? (name === null ? undefined : this.idOf(noun, project, name));
    return known === undefined ? (name ?? "").toLowerCase() : `id:${known}`;
  }
}

function keyOf(noun: Noun, project: string | null, name: string): string {
  return JSON.stringify([noun, project, name.toLowerCase()]);
}
