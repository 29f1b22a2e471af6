import type { Clock } from "../clock";
import { HttpError } from "../http-error";

/** What took less was no wait: the next request may as well try for itself. */
const LONG = 30_000;
/** For so long nobody asks again. */
const REST = 60_000;

/**
 * Remembers a host that was given up after a long wait, so that the requests behind it do not each wait as long, one after the other: they
 * fail at once with the same words, and after a rest each has one try. Whatever the host answers ends that.
 */
export class GivenUp {
  private state: { readonly error: HttpError; readonly until: number } | undefined;
  private answered = -Infinity;

  constructor(private readonly clock: Pick<Clock, "now">) {}

  /** The host answered, and did not only say "later". */
  heard(): void {
    this.answered = this.clock.now();
    this.state = undefined;
  }

  /** A request was given up that began then. Not the host's fault where others were answered meanwhile. */
  after(began: number, error: HttpError): void {
    const now = this.clock.now();
    if (this.answered < began && (this.state || now - began >= LONG)) this.state = { error, until: now + REST };
  }

  /** As long as the host is given up, a request has one try. */
  get isOneTry(): boolean {
    return this.state !== undefined;
  }

  /** As long as this holds, a request is not even sent. */
  get isResting(): boolean {
    return this.state !== undefined && this.clock.now() < this.state.until;
  }

  /** What the others fail with. */
  errorFor({ method, path }: { readonly method: string; readonly path: string }): HttpError | undefined {
    if (!this.state) return undefined;
    // Theirs was not sent, or not taken.
    const { uncertain: _, ...details } = this.state.error.details;
    return new HttpError({ ...details, method, path });
  }
}
