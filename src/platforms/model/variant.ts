import type { FlagValue } from "./flag-value";

/** One of the values that a flag can serve, with the key that references use. */
export interface Variant {
  readonly key: string;
  readonly value: FlagValue;
  readonly description: string | null;
  /** Its share in new environments, in percent; only Flagsmith keeps one. */
  readonly weight?: number;
}

/** A variant as a platform returns it. */
export interface RemoteVariant extends Omit<Variant, "description"> {
  /** Absent if the platform stores none: then the configured one is kept. */
  readonly description?: string | null;
}

/** The implicit variants of a boolean flag. */
export const ON = "on";
export const OFF = "off";
