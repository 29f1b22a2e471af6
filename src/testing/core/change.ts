import type { Path } from "../../terraform/diagnostic";
import type { InstanceKey } from "../stack/address";
import type { Value } from "../values/value";

export type Action = "no-op" | "create" | "read" | "update" | "replace" | "delete";

/** The planned change of one instance. */
export interface InstanceChange {
  readonly address: string;
  /** The resource's name without the instance's key. */
  readonly resource: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key: InstanceKey;
  /** The key of the provider's configuration. */
  readonly provider: string;
  readonly action: Action;
  readonly createBeforeDestroy: boolean;
  readonly before: Value;
  /** May hold unknown values. */
  readonly after: Value;
  /** The provider's planned private data. */
  readonly private: Uint8Array;
  /** The attributes that force a replacement. */
  readonly replacePaths: readonly Path[];
  /** The reason, if it is not only a change of configuration: `tainted`, `requested`, `triggered`, … */
  readonly reason?: string;
  /** Attributes whose values come from something sensitive. */
  readonly masked?: readonly string[];
  readonly previousAddress?: string;
  readonly importId?: string;
  readonly deposed?: string;
}

/** A change made outside of Terraform, found by a refresh; `after` is null if the object is gone. */
export interface Drift {
  readonly address: string;
  readonly type: string;
  readonly before: Value;
  readonly after: Value;
}
