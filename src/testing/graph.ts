import { failure } from "./failure";

/** A graph of work: each node runs once everything it depends on has succeeded. */
export class Graph {
  private readonly nodes = new Map<string, { readonly after: Set<string>; readonly run: () => Promise<void> }>();

  add(id: string, after: Iterable<string>, run: () => Promise<void>): void {
    this.nodes.set(id, { after: new Set(after), run });
  }

  has(id: string): boolean {
    return this.nodes.has(id);
  }

  /**
   * Runs all nodes, as many at once as there are. A node that fails stops those that depend on it; all others run. Returns the
   * failures. Dependencies on nodes that are not in the graph are met.
   */
  async walk(): Promise<unknown[]> {
    const failures: unknown[] = [];
    const results = new Map<string, Promise<boolean>>();
    for (const id of this.sorted()) {
      const node = this.nodes.get(id);
      if (!node) continue;
      const after = [...node.after].map((other) => results.get(other) ?? Promise.resolve(true));
      results.set(id, runAfter(after, node.run, failures));
    }
    await Promise.all(results.values());
    return failures;
  }

  /** Dependencies first; a cycle is an error that shows it. */
  private sorted(): string[] {
    const sorted = new Set<string>();
    const trail: string[] = [];
    const visit = (id: string): void => {
      if (sorted.has(id)) return;
      if (trail.includes(id)) {
        throw failure("Cycle", `These depend on each other: ${[...trail.slice(trail.indexOf(id)), id].join(" -> ")}.`);
      }
      trail.push(id);
      for (const next of this.nodes.get(id)?.after ?? []) visit(next);
      trail.pop();
      sorted.add(id);
    };
    for (const id of this.nodes.keys()) visit(id);
    return [...sorted];
  }
}

async function runAfter(
  dependencies: readonly Promise<boolean>[],
  run: () => Promise<void>,
  failures: unknown[],
): Promise<boolean> {
  const met = await Promise.all(dependencies);
  if (!met.every(Boolean)) return false;
  try {
    await run();
    return true;
  } catch (cause) {
    failures.push(cause);
    return false;
  }
}

/** Limits how many run at once; the others wait in order. */
export class Semaphore {
  private waiting: (() => void)[] = [];
  /** Whose turn it is: to take the first out of a long array would move all others. */
  private turn = 0;

  constructor(private free: number) {}

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting[this.turn];
      if (next) {
        this.turn++;
        next();
      } else {
        this.waiting = [];
        this.turn = 0;
        this.free++;
      }
    }
  }
}
