import { Table } from "./table";

/** A database in memory. All rows are in `tables`, so that a stale read can be answered from a copy made earlier. */
export abstract class Memory<Tables extends object> {
  private current: Tables;

  protected constructor(tables: Tables) {
    this.current = tables;
  }

  get tables(): Tables {
    return this.current;
  }

  /** A copy for `asOf`. */
  snapshot(): unknown {
    const tables: readonly (readonly [string, unknown])[] = Object.entries(this.current);
    return Object.fromEntries(
      tables.map(([name, rows]) => [name, rows instanceof Table ? rows.copy() : structuredClone(rows)]),
    );
  }

  /** Runs a read as if the snapshot were still true. */
  asOf<T>(snapshot: unknown, read: () => T): T {
    const present = this.current;
    this.current = snapshot as Tables;
    try {
      return read();
    } finally {
      this.current = present;
    }
  }
}
