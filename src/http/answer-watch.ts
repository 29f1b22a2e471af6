import { alarm, type Clock } from "./clock";

interface Patience {
  /** Milliseconds without a byte after which a request is given up. */
  readonly silence: number;
  /** Milliseconds for the whole answer, however many bytes arrive. */
  readonly whole: number;
}

/** A reason of its own: without one, each request would make an error, with its stack, that nobody reads. */
const OVER = "over";

/** When to report that a host has not answered yet. */
const FIRST_WORD = 30_000;

/** Limits the time of one request: no server can make it last forever. */
export class AnswerWatch {
  private quiet = 0;

  constructor(
    private readonly clock: Clock,
    private readonly patience: Patience,
    /** Ends the request: aborted with an error if the watch gives up, and at the end of the watch. */
    private readonly over: AbortController,
    private readonly onSilence: (milliseconds: number) => void,
  ) {
    void this.watch();
  }

  /** Data arrived. */
  heard(): void {
    this.quiet = 0;
  }

  end(): void {
    this.over.abort(OVER);
  }

  private async watch(): Promise<void> {
    const step = Math.min(FIRST_WORD, this.patience.silence);
    for (let spent = step; ; spent += step) {
      await alarm(this.clock, step, this.over.signal);
      if (this.over.signal.aborted) return;
      this.quiet += step;
      if (this.quiet >= this.patience.silence) {
        this.over.abort(coded("no answer arrived in time", "ETIMEDOUT"));
        return;
      }
      if (spent >= this.patience.whole) {
        this.over.abort(coded(`the answer was not complete after ${spent / 60_000} minutes`, "EANSWERTOOLONG"));
        return;
      }
      if (this.quiet >= FIRST_WORD) this.onSilence(this.quiet);
    }
  }
}

export function coded(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}
