import type { Environment } from "../store/records";
import type { Store } from "../store/store";
import type { Sdk } from "./sdk";

/** The subject of an evaluation: the key for targeting, the key for bucketing, and the attributes. */
interface Subject {
  readonly key: string;
  readonly bucketingKey: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One evaluation: the subject, the environment, and the SDK whose behaviour applies. */
export interface Asked {
  readonly store: Store;
  readonly environment: Environment;
  readonly subject: Subject;
  readonly sdk: Sdk;
  /** Flags and rule-based segments being evaluated, to stop at cycles. */
  readonly open: readonly string[];
}

/** The evaluation inside a flag or segment; undefined where that is already being evaluated. */
export function within(asked: Asked, name: string): Asked | undefined {
  return asked.open.includes(name) ? undefined : { ...asked, open: [...asked.open, name] };
}
