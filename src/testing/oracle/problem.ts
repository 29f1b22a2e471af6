import type { Path } from "../../terraform/diagnostic";

/** One broken rule, before it is attributed to a response. `rule` is absent where the caller knows it. */
export interface Problem {
  readonly rule?: string;
  readonly path: Path;
  readonly problem: string;
}
