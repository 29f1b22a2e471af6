import type { Path } from "../../terraform/diagnostic";

/** Why an object cannot be as it is written, and where in it; empty: all of it. */
export interface Refusal {
  readonly why: string;
  readonly path: Path;
}
