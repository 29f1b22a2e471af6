import type { Environment } from "../store/records";
import type { Store } from "../store/store";
import type { Sdk } from "./sdk";

/** Who asks: the key that is matched, the one that is spread over the buckets, and what is known about them. */
export interface Subject {
  readonly key: string;
  readonly bucketingKey: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One question: of whom, where, and which of the SDKs works it out. */
export interface Asked {
  readonly store: Store;
  readonly environment: Environment;
  readonly subject: Subject;
  readonly sdk: Sdk;
  /** Flags and rule-based segments that are being worked out: one that leads to itself must end. */
  readonly open: readonly string[];
}

/** The question as it goes on inside; undefined where it leads to what is already open. */
export function within(asked: Asked, name: string): Asked | undefined {
  return asked.open.includes(name) ? undefined : { ...asked, open: [...asked.open, name] };
}
