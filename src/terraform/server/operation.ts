import type { Diagnostic, Path } from "../diagnostic";
import { DiagnosticError, error, warning } from "../diagnostic";
import type { Logger } from "../logger";
import type { Fault } from "../planning/fault";
import { WireError } from "../protocol/wire";
import { UpdateError } from "../resource";
import { EncodeError } from "../values/encode";

const REPORT = "Please report this to the provider's developers.";

/** One call of a handler: its name for messages, and its diagnostics. */
export class Operation {
  readonly diagnostics: Diagnostic[] = [];

  constructor(
    /** Such as "create flagform_segment", the end of "Could not …". */
    public what: string,
    readonly log: Logger,
    readonly signal: AbortSignal,
    /** About the whole run: added once, to the first operation that ends. */
    private readonly notices: Diagnostic[] = [],
  ) {}

  readonly warn = (summary: string, detail: string, path?: Path): void => {
    this.diagnostics.push(warning(summary, detail, path));
  };

  /** Core would only say "bug in the provider". */
  blame(faults: readonly Fault[]): void {
    for (const { path, what } of faults) {
      const detail = `The provider's answer breaks a rule of Terraform: the attribute ${JSON.stringify(path.join("."))} ${what}. ${REPORT}`;
      this.diagnostics.push(error(`Could not ${this.what}`, detail, path));
    }
  }

  get failed(): boolean {
    return this.diagnostics.some((each) => each.severity === "error");
  }

  /** Ends the operation with the diagnostics so far, if any of them is an error. */
  stopIfFailed(): void {
    if (this.failed) throw new DiagnosticError();
  }

  /**
   * Runs the handler; anything it throws becomes diagnostics, of which at least one is an error, and the fallback is the
   * answer. Only bytes that are not a message become a gRPC error.
   */
  async run<T>(action: () => Promise<T>, fallback: (failure: unknown) => T): Promise<T> {
    try {
      return await action();
    } catch (failure) {
      if (failure instanceof WireError) throw failure;
      this.diagnostics.push(...this.explain(failure));
      if (!this.failed)
        this.diagnostics.push(error(`Could not ${this.what}`, "The operation ended early without giving a reason."));
      return fallback(failure);
    } finally {
      this.diagnostics.push(...this.notices.splice(0));
    }
  }

  private explain(failure: unknown): readonly Diagnostic[] {
    if (failure instanceof DiagnosticError || failure instanceof UpdateError) return failure.diagnostics;
    if (failure instanceof EncodeError) {
      const detail = `The provider's own answer does not fit its schema: ${failure.message}. ${REPORT}`;
      return [error(`Could not ${this.what}`, detail, failure.path)];
    }
    if (this.signal.aborted)
      return [error(`Could not ${this.what}`, "Terraform asked the provider to stop, so it was interrupted.")];
    this.log.error(`could not ${this.what}`, { stack: failure instanceof Error ? failure.stack : String(failure) });
    const message = failure instanceof Error ? failure.message : String(failure);
    return [error(`Could not ${this.what}`, `${message}\n\nThe provider did not expect this. ${REPORT}`)];
  }
}
