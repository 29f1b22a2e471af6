import type { Path } from "../../terraform/diagnostic";

/** Why an object cannot be as it is written, and where in it; empty: all of it. */
export interface Refusal {
  readonly why: string;
  readonly path: Path;
  /** Only its address or the id of its construct is another's too: with one of its own it can be written. */
  readonly isNameTaken?: true;
}
