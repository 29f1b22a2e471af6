import { alarm, type Clock } from "./clock";

export interface Patience {
  /** Milliseconds without a byte until a request is given up. */
  readonly silence: number;
  /** Milliseconds for the whole answer, however many bytes come. */
  readonly whole: number;
}

/** When people are told that somebody has said nothing so far. */
export const FIRST_WORD = 30_000;

/** Watches over one request: nothing that a server does, or leaves undone, makes it last for ever. */
export class AnswerWatch {
  private readonly over = new AbortController();
  private quiet = 0;

  constructor(
    private readonly clock: Clock,
    private readonly patience: Patience,
    private readonly events: { onSilence(milliseconds: number): void; onGiveUp(error: Error): void },
  ) {
    void this.watch();
  }

  /** Something came. */
  heard(): void {
    this.quiet = 0;
  }

  end(): void {
    this.over.abort();
  }

  private async watch(): Promise<void> {
    const step = Math.min(FIRST_WORD, this.patience.silence);
    for (let spent = step; ; spent += step) {
      await alarm(this.clock, step, this.over.signal);
      if (this.over.signal.aborted) return;
      this.quiet += step;
      if (this.quiet >= this.patience.silence) {
        this.events.onGiveUp(coded("no answer came in time", "ETIMEDOUT"));
        return;
      }
      if (spent >= this.patience.whole) {
        this.events.onGiveUp(coded(`the answer was not complete after ${spent / 60_000} minutes`, "EANSWERTOOLONG"));
        return;
      }
      if (this.quiet >= FIRST_WORD) this.events.onSilence(this.quiet);
    }
  }
}

export function coded(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}
