import { DiagnosticError, error } from "../diagnostic";
import type { KeptPaths } from "../planning/kept";
import type { PrivateData } from "../resource";

/** Stored in the bytes; a later release that changes the layout raises it. */
const FORMAT = 1;
const NOTHING = Buffer.alloc(0);

/** A resource's private data during one call: read from the request's bytes, written into the answer's. */
export class StoredPrivateData implements PrivateData {
  private readonly values: Map<string, unknown>;
  /** Set by import and move, so that the next read, perhaps in another process, fills in everything. */
  imported: boolean;
  /** What that read filled in and nothing has set since. */
  kept: KeptPaths;

  private readonly asRead: { readonly imported: boolean; readonly kept: KeptPaths };
  private isChanged = false;

  private constructor(
    { data, imported, kept }: Omit<Stored, "format">,
    private readonly bytes: Buffer,
  ) {
    this.values = new Map(Object.entries(data));
    this.imported = imported;
    this.kept = new Set(kept);
    this.asRead = { imported, kept: this.kept };
  }

  static empty(): StoredPrivateData {
    return new StoredPrivateData({ data: {}, imported: false, kept: [] }, NOTHING);
  }

  static read(bytes: Buffer): StoredPrivateData {
    if (bytes.length === 0) return StoredPrivateData.empty();
    const stored = parse(bytes);
    if (stored === undefined) {
      throw refusal(
        "It was not written by this provider.",
        "Remove the resource from the state (terraform state rm) and import it again.",
      );
    }
    if (stored.format > FORMAT) {
      throw refusal(
        `It has format ${String(stored.format)}, but this release only supports format ${String(FORMAT)}.`,
        "A newer release of the provider wrote it: use that or a later one.",
      );
    }
    return new StoredPrivateData(stored, bytes);
  }

  get(key: string): unknown {
    return this.values.get(key);
  }

  set(key: string, value: unknown): void {
    if (this.values.get(key) === value) return;
    this.isChanged = true;
    this.values.set(key, value);
  }

  /** Keys in order, so that equal data are equal bytes; no bytes for empty data. */
  write(): Buffer {
    if (!this.isChanged && this.imported === this.asRead.imported && this.kept === this.asRead.kept) return this.bytes;
    if (this.values.size === 0 && !this.imported && this.kept.size === 0) return Buffer.alloc(0);
    const data = Object.fromEntries(
      [...this.values].filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    const kept = [...this.kept].sort();
    const marks = { ...(this.imported && { imported: true }), ...(kept.length > 0 && { kept }) };
    return Buffer.from(JSON.stringify({ format: FORMAT, ...marks, data }));
  }
}

interface Stored {
  readonly format: number;
  readonly imported: boolean;
  readonly kept: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

function parse(bytes: Buffer): Stored | undefined {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null) return undefined;
  const { format, imported, kept, data } = json as Readonly<Partial<Record<keyof Stored, unknown>>>;
  if (typeof format !== "number" || typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  const paths = Array.isArray(kept) ? kept.filter((path) => typeof path === "string") : [];
  return { format, imported: imported === true, kept: paths, data: data as Readonly<Record<string, unknown>> };
}

function refusal(what: string, next: string): DiagnosticError {
  return new DiagnosticError(
    error(
      "Unreadable private data",
      `The private data that is stored with this resource's state cannot be read. ${what}\n\n${next}`,
    ),
  );
}
