import type { Attributes, Planned } from "./schema";
import type { Unknown } from "./value";

/**
 * What identifies an object for good: the platform's own ids. Terraform 1.12 and later keep it in the state, in addition to the
 * attributes; `import` blocks and `terraform query` use it. Earlier versions have none, so no handler may depend on it.
 */
export interface IdentityDefinition<A extends Attributes> {
  /** Raised by each release that changes the attributes, together with an upgrade. */
  readonly version: number;
  /** All are texts. */
  readonly attributes: { readonly [name: string]: IdentityAttribute };
  /** From the version in the key to the next; raw JSON in, raw JSON out. */
  readonly upgrades?: { readonly [fromVersion: number]: (raw: Record<string, unknown>) => Record<string, unknown> };
  /** The identity of a state, or of a plan, where a part may be unknown. Null: this state does not have that part. */
  of(values: Planned<A>): { readonly [name: string]: string | Unknown | null };
  /** The id that imports the same object. What an import block leaves out is null. */
  importId(identity: IdentityValues): string;
}

interface IdentityAttribute {
  readonly description: string;
  /** Whether an import block must set it. */
  readonly inImport: "required" | "optional";
}

export interface IdentityValues {
  readonly [name: string]: string | null;
}
