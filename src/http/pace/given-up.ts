import type { Clock } from "../clock";
import { HttpError } from "../http-error";

/** A shorter failure was not a wait: the next request may try for itself. */
const LONG = 30_000;
/** How long no request is sent after that. */
const REST = 60_000;

/**
 * Remembers a host that was given up after a long wait, so that the requests behind it do not each wait as long: they fail
 * at once with the same message, and after a pause each has one try. Any answer of the host ends this.
 */
export class GivenUp {
  private state: { readonly error: HttpError; readonly until: number } | undefined;
  private answered = -Infinity;

  constructor(private readonly clock: Pick<Clock, "now">) {}

  /** The host answered, and not only with "later". */
  heard(): void {
    this.answered = this.clock.now();
    this.state = undefined;
  }

  /** A request that began at this time was given up. The host is not to blame if others were answered meanwhile. */
  after(began: number, error: HttpError): void {
    const now = this.clock.now();
    if (this.answered < began && (this.state || now - began >= LONG)) this.state = { error, until: now + REST };
  }

  /** While the host is given up, a request has one try. */
  get isOneTry(): boolean {
    return this.state !== undefined;
  }

  /** While this is true, a request is not sent at all. */
  get isResting(): boolean {
    return this.state !== undefined && this.clock.now() < this.state.until;
  }

  /** The error for the other requests. */
  errorFor({ method, path }: { readonly method: string; readonly path: string }): HttpError | undefined {
    if (!this.state) return undefined;
    // Their requests were not sent, or not accepted.
    const { uncertain: _, ...details } = this.state.error.details;
    return new HttpError({ ...details, method, path });
  }
}
