import type { HttpRequest, RawAnswer } from "../../src/http/request";

/** An answer as the wire hands it on, without a socket. */
export function rawAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): RawAnswer {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  return { status, text, header: (name) => named.get(name) };
}

/** What a network throws, with the code by which it is known. */
export function networkFailure(code: string): Error {
  return Object.assign(new Error(`the network failed: ${code}`), { code });
}

/** Answers in the place of the network, and keeps what it was asked. */
export class FakeWire {
  readonly asked: string[] = [];

  constructor(public answer: (request: HttpRequest, signal: AbortSignal, count: number) => RawAnswer | Promise<RawAnswer>) {}

  readonly intercept = async (request: HttpRequest, signal: AbortSignal): Promise<RawAnswer> => {
    this.asked.push(`${request.method} ${request.path}`);
    return this.answer(request, signal, this.asked.length);
  };
}

/** Never answers; whoever waits is let go by its signal. */
export function silence(signal: AbortSignal): Promise<RawAnswer> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("stopped"));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
