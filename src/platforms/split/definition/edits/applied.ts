import type { KindOf } from "../../document/conditions";
import type { Document } from "../../document/document";

export interface ApplyContext {
  readonly attempted: string;
  /** "production/new-checkout": the import id of the definition. */
  readonly importId: string;
  readonly kindOf: KindOf;
  /** Treatments that were to be removed earlier in this run, and were still used then. */
  readonly retiring: ReadonlySet<string>;
}

export interface Applied {
  readonly document: Document;
  readonly warnings: readonly string[];
  /** Treatments that are to be removed and are still used. */
  readonly retiring: ReadonlySet<string>;
}
