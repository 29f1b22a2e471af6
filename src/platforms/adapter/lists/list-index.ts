/** Something in a list. */
interface Item {
  readonly id: string;
  readonly name?: string;
}

/**
 * Finds the things of a list by a key. Made at the first question; a list that replaces another one takes over its index with
 * what differs, because thousands of writes each change one thing of a long list.
 */
export class ListIndex {
  private readonly made = new WeakMap<readonly Item[], Map<string, readonly Item[]>>();

  constructor(private readonly keyOf: (item: Item) => string) {}

  /** In the order of the list. */
  get<T extends Item>(things: readonly T[], key: string): readonly T[] {
    const known = this.made.get(things) ?? this.make(things);
    // What is kept for a list was made of its own elements.
    return (known.get(key) ?? []) as readonly T[];
  }

  /** `after` is `before` without `removed` and with `added`; they may be one array, changed in place. */
  take(before: readonly Item[], after: readonly Item[], removed: Item | undefined, added: Item | undefined): void {
    const index = this.made.get(before);
    if (!index) return;
    this.made.delete(before);
    this.made.set(after, index);
    if (removed) {
      const key = this.keyOf(removed);
      const rest = (index.get(key) ?? []).filter((each) => each !== removed);
      if (rest.length > 0) index.set(key, rest);
      else index.delete(key);
    }
    if (added) {
      const key = this.keyOf(added);
      index.set(key, [...(index.get(key) ?? []), added]);
    }
  }

  private make(things: readonly Item[]): Map<string, readonly Item[]> {
    const groups = new Map<string, Item[]>();
    for (const thing of things) {
      const key = this.keyOf(thing);
      const group = groups.get(key);
      if (group) group.push(thing);
      else groups.set(key, [thing]);
    }
    this.made.set(things, groups);
    return groups;
  }
}
