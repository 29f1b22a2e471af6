import type { Directory, Named } from "../../platforms/port/named";

/** What a flag, an environment or a segment is called in messages. */
export type Noun = Directory<Named>["noun"];

/** A parent as a resource names it: by its name, by its id, or by both. One of them is there. */
export interface ParentReference {
  readonly name: string | null;
  readonly id: string | null;
}

/**
 * Which names and ids belong together, and what is made in this run: what plans, reads and creates of this process came across. It sends
 * nothing. Two resources that name one parent, one by its name and one by its id, are known by it as children of one thing.
 */
export class KnownParents {
  readonly #ids = new Map<string, string>();
  readonly #names = new Map<string, string>();
  /** Planned to be made: what has the name now is another object, or none. */
  readonly #making = new Set<string>();
  readonly #unnamed = new Set<Noun>();
  readonly #missed = new Set<string>();
  readonly #held = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #keeping = new Map<string, Set<string>>();
  #version = 0;

  /** Grows when a name that was asked for in vain is known. */
  get version(): number {
    return this.#version;
  }

  learn(noun: Noun, project: string | null, name: string, id: string): void {
    const key = keyOf(noun, project, name);
    this.#names.set(`${noun} ${id}`, name);
    if (this.#ids.get(key) === id) return;
    this.#ids.set(key, id);
    if (this.#missed.delete(key)) this.#version += 1;
  }

  /** As a configuration or a state says, which may be wrong: what is known already stands. */
  #suppose(noun: Noun, project: string | null, name: string, id: string): void {
    const key = keyOf(noun, project, name);
    if (this.#ids.has(key) || this.#making.has(key)) return;
    this.#ids.set(key, id);
    if (this.#missed.delete(key)) this.#version += 1;
  }

  /** A plan that makes it: what has the name now is another object, or none. */
  making(noun: Noun, project: string | null, name: string): void {
    const key = keyOf(noun, project, name);
    this.#making.add(key);
    this.#ids.delete(key);
  }

  /** A plan that makes one, or gives it a name, which is known only after apply: it may be any. */
  makingUnnamed(noun: Noun): void {
    this.#unnamed.add(noun);
  }

  isMakingUnnamed(noun: Noun): boolean {
    return this.#unnamed.has(noun);
  }

  isMaking(noun: Noun, project: string | null, name: string): boolean {
    return this.#making.has(keyOf(noun, project, name));
  }

  /** A state of this configuration holds it. */
  hold(noun: Noun, id: string): void {
    this.#held.add(`${noun} ${id}`);
  }

  isHeld(noun: Noun, id: string): boolean {
    return this.#held.has(`${noun} ${id}`);
  }

  /** The plan of something that names it only by its name, and goes on with its id. */
  keep(noun: Noun, id: string, child: string): void {
    const key = `${noun} ${id}`;
    this.#keeping.set(key, (this.#keeping.get(key) ?? new Set()).add(child));
  }

  /** Those that went on with its id, in the order of their plans. */
  keeping(noun: Noun, id: string): readonly string[] {
    return [...(this.#keeping.get(`${noun} ${id}`) ?? [])];
  }

  /** A read of what belongs to it has found it gone. */
  gone(noun: Noun, project: string | null, { name, id }: ParentReference): void {
    if (name !== null) this.#gone.add(keyOf(noun, project, name));
    if (id !== null) this.#gone.add(keyOf(noun, project, `id:${id}`));
  }

  isGone(noun: Noun, project: string | null, { name, id }: ParentReference): boolean {
    return [name, id === null ? null : `id:${id}`].some(
      (each) => each !== null && this.#gone.has(keyOf(noun, project, each)),
    );
  }

  /** Undefined where it has not come up. */
  idOf(noun: Noun, project: string | null, name: string): string | undefined {
    if (name.startsWith("id:")) return name.slice("id:".length);
    const key = keyOf(noun, project, name);
    const id = this.#ids.get(key);
    if (id === undefined) this.#missed.add(key);
    return id;
  }

  nameOf(noun: Noun, id: string): string | undefined {
    return this.#names.get(`${noun} ${id}`);
  }

  /** One word for it, the same whether it is named by its name or by its id: `id:<id>` where that is known. */
  refer(noun: Noun, project: string | null, { name, id }: ParentReference): string {
    if (id !== null && name !== null && !name.startsWith("id:")) this.#suppose(noun, project, name, id);
    const known = id ?? (name === null ? undefined : this.idOf(noun, project, name));
    return known === undefined ? (name ?? "").toLowerCase() : `id:${known}`;
  }
}

function keyOf(noun: Noun, project: string | null, name: string): string {
  return JSON.stringify([noun, project, name.toLowerCase()]);
}
