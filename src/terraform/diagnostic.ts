/** Where in a configuration: attribute names, map keys and list indices from the top. The schema decides which is which. */
export type Path = readonly (string | number)[];

/** One message to the user, as Terraform prints it. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One line, no final dot. */
  readonly summary: string;
  /** What was attempted, on what, the platform's own words, and the next step. */
  readonly detail: string;
  /** The attribute with the error; absent means the whole block. */
  readonly path?: Path;
}

export function error(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "error", summary, detail, ...(path && { path }) };
}

export function warning(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "warning", summary, detail, ...(path && { path }) };
}

/** Thrown by handlers to end an operation with diagnostics instead of a result. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: Diagnostic[]) {
    super(diagnostics.map((each) => each.summary).join("; "));
    this.diagnostics = diagnostics;
  }
}
