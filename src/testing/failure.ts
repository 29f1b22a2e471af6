import type { Diagnostic, Path } from "../terraform/diagnostic";

/** A diagnostic, with the address of its object if it has one. */
export interface DriverDiagnostic extends Diagnostic {
  readonly address?: string;
}

/** An operation that failed as it would fail in Terraform: by error diagnostics, the provider's or the driver's own. */
export class DriverError extends Error {
  constructor(
    readonly diagnostics: readonly DriverDiagnostic[],
    /** The warnings so far, from work that ended earlier or in parallel. */
    readonly warnings: readonly DriverDiagnostic[] = [],
  ) {
    super(diagnostics.map(describeDiagnostic).join("\n\n"));
    this.name = "DriverError";
  }
}

/** A provider that broke one of the rules Terraform core enforces: always a defect of the provider. */
export class OracleError extends Error {
  constructor(
    /** The rule's code, such as `P4` or `A3`. */
    readonly rule: string,
    readonly address: string,
    readonly path: Path,
    readonly problem: string,
  ) {
    super(`${rule}: ${address}${pathText(path)}: ${problem}`);
    this.name = "OracleError";
  }
}

export function failure(summary: string, detail: string, address?: string, path?: Path): DriverError {
  return new DriverError([
    { severity: "error", summary, detail, ...(address !== undefined && { address }), ...(path && { path }) },
  ]);
}

/** As Terraform prints a path: `.variants["on"].weight`. */
export function pathText(path: Path): string {
  return path
    .map((step) =>
      typeof step === "number"
        ? `[${String(step)}]`
        : /^[A-Za-z_][\w-]*$/.test(step)
          ? `.${step}`
          : `[${JSON.stringify(step)}]`,
    )
    .join("");
}

function describeDiagnostic(diagnostic: DriverDiagnostic): string {
  const where = `${diagnostic.address ?? ""}${pathText(diagnostic.path ?? [])}`;
  const title = `${diagnostic.severity === "error" ? "Error" : "Warning"}: ${diagnostic.summary}`;
  return [title, where && `  with ${where}`, diagnostic.detail].filter(Boolean).join("\n");
}

/** Ends an operation that had failures: a broken rule outranks diagnostics, which are reported together. */
export function throwFailures(failures: readonly unknown[]): void {
  const broken = failures.find((each) => !(each instanceof DriverError));
  if (broken !== undefined) throw broken;
  const reported = failures.filter((each) => each instanceof DriverError);
  if (reported.length > 0) throw new DriverError(reported.flatMap((each) => each.diagnostics));
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((each) => each.severity === "error");
}
