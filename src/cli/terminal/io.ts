import type { Text } from "./style";

/** Where a command writes, and how it learns that it should end. */
export interface Io {
  out(...parts: readonly Text[]): void;
  err(...parts: readonly Text[]): void;
  /** One line about long work, on a terminal only: each takes the place of the one before, and any output too. */
  progress(text: string): void;
  /**
   * For commands that hold something when they end: Ctrl-C, a signal or a closed pipe abort this instead of ending the process at once. The
   * reason is an {@link Interruption}. A second Ctrl-C ends the process.
   */
  interruption(): AbortSignal;
}

/** Why a command ended before its work was done; main ends the process with its code. */
export class Interruption extends Error {
  constructor(
    reason: string,
    readonly exitCode: number,
  ) {
    super(reason);
  }
}

/** The shell's exit codes: 128 and the signal's number. */
export const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
/** What a shell reports for a program whose reader is gone, as `| head` is: SIGPIPE, which Node ignores. */
export const CLOSED_PIPE = 141;
