type Value = string | number;

/** Finds the value that rows are looked up by. It may not change while a row is in its table. */
type Indexes<Row, Index extends string> = Readonly<Record<Index, (row: Row) => Value>>;

/**
 * Rows by their key, and by what else they are looked up by: a list of a project with 10,000 flags asks for the rows of one project,
 * feature or environment so often that it may not look through all others each time.
 */
export class Table<Key extends Value, Row, Index extends string> extends Map<Key, Row> {
  private readonly groups = new Map<Index, Map<Value, Map<Key, Row>>>();
  private readonly indexes: Indexes<Row, Index>;

  constructor(indexes: Indexes<Row, Index>) {
    super();
    this.indexes = indexes;
  }

  /** In the order in which they were added. */
  where(index: Index, value: Value): Row[] {
    return [...(this.groups.get(index)?.get(value)?.values() ?? [])];
  }

  /** The one that was added first. */
  first(index: Index, value: Value): Row | undefined {
    for (const row of this.groups.get(index)?.get(value)?.values() ?? []) return row;
    return undefined;
  }

  override set(key: Key, row: Row): this {
    const before = this.get(key);
    for (const [index, valueOf] of this.entriesOfIndexes()) {
      const value = valueOf(row);
      if (before !== undefined && valueOf(before) !== value) this.leave(index, valueOf(before), key);
      this.groupsOf(index).set(value, (this.groupsOf(index).get(value) ?? new Map<Key, Row>()).set(key, row));
    }
    return super.set(key, row);
  }

  override delete(key: Key): boolean {
    const before = this.get(key);
    if (before !== undefined)
      for (const [index, valueOf] of this.entriesOfIndexes()) this.leave(index, valueOf(before), key);
    return super.delete(key);
  }

  override clear(): void {
    this.groups.clear();
    super.clear();
  }

  /** Another table with copies of the rows. */
  copy(): Table<Key, Row, Index> {
    const copied = new Table<Key, Row, Index>(this.indexes);
    for (const [key, row] of structuredClone(new Map(this))) copied.set(key, row);
    return copied;
  }

  private entriesOfIndexes(): [Index, (row: Row) => Value][] {
    return Object.entries(this.indexes) as [Index, (row: Row) => Value][];
  }

  private groupsOf(index: Index): Map<Value, Map<Key, Row>> {
    const found = this.groups.get(index) ?? new Map<Value, Map<Key, Row>>();
    this.groups.set(index, found);
    return found;
  }

  private leave(index: Index, value: Value, key: Key): void {
    const group = this.groups.get(index)?.get(value);
    group?.delete(key);
    if (group?.size === 0) this.groups.get(index)?.delete(value);
  }
}
