import type { FlagValue } from "./flag-value";

/** One of the values that a flag can serve, by a key that everything else refers to. */
export interface Variant {
  readonly key: string;
  readonly value: FlagValue;
  readonly description: string | null;
  /** Its share in new environments, in percent; only Flagsmith keeps one. */
  readonly weight?: number;
}

/** A variant as a platform tells it. */
export interface RemoteVariant extends Omit<Variant, "description"> {
  /** Absent where the platform keeps none: what was stated of it stands. */
  readonly description?: string | null;
}

/** The implicit variants of a boolean flag. */
export const ON = "on";
export const OFF = "off";
