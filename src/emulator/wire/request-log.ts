/** Whose credential a request had: of those that the emulator was started with, one that nobody has, or none. */
export type CallerName = "admin" | "limited" | "application" | "wrong" | "none";

/** One request as received; credentials are not stored, only whose they were. */
export interface RequestRecord {
  readonly sequence: number;
  readonly time: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** As `/api/v1/projects/{project}/tags/`; the path itself for routes that do not exist. */
  readonly route: string;
  readonly caller: CallerName;
  readonly body: unknown;
  /** 0 when the connection was dropped. */
  readonly status: number;
  /** Requests in flight when this one came, as `METHOD path`: shows concurrent writes to the same object. */
  readonly during: readonly string[];
  /** The kind of fault that was applied. */
  readonly fault?: string;
}

/** The requests in order, and their counts by route. Requests to the control endpoint are not in it. */
export class RequestLog {
  private records: RequestRecord[] = [];
  private readonly open = new Set<{ readonly name: string }>();
  private readonly onReset: () => void;

  constructor(onReset: () => void = () => undefined) {
    this.onReset = onReset;
  }

  /** Registers a request; returns the other requests in flight, and a function to end this one. */
  arrive(name: string): { readonly during: readonly string[]; leave(): void } {
    const during = [...this.open].map((each) => each.name);
    const entry = { name };
    this.open.add(entry);
    return { during, leave: () => void this.open.delete(entry) };
  }

  add(record: Omit<RequestRecord, "sequence">): void {
    this.records.push({ sequence: this.records.length + 1, ...record });
  }

  all(): RequestRecord[] {
    return [...this.records];
  }

  /** Requests by `METHOD route`, in alphabetical order. */
  counts(): Record<string, number> {
    const counts = new Map<string, number>();
    for (const { method, route } of this.records) {
      const name = `${method} ${route}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  reset(): void {
    this.records = [];
    this.onReset();
  }
}
