import type { Path } from "../diagnostic";

/** A rule of Terraform core that the provider's own answer breaks. */
export interface Fault {
  readonly path: Path;
  /** What is wrong with the attribute at the path: the end of "The attribute x …". */
  readonly what: string;
}

export function fault(what: string, path: Path): Fault {
  return { path, what };
}
