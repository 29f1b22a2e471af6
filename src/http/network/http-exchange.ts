import { type Agent, type IncomingMessage, request as requestPlain, type RequestOptions } from "node:http";
import { request as requestSecured } from "node:https";
import { pipeline, type Readable } from "node:stream";

/** One request of HTTP/1.1 and the head of its answer: no redirects, and every status is an answer. */

/** What is sent, and the next host on the way: a proxy, or the server itself. */
export interface Outgoing {
  readonly method: string;
  readonly hop: URL;
  /** A path, or a whole address for a proxy that forwards. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, which Node sends together with the headers: bytes would be a second write. */
  readonly body: string | undefined;
  readonly agent: Agent;
}

export interface Incoming {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** Decompressed. To destroy it ends the connection. */
  readonly body: Readable;
}

/** What is asked for, and what some send unasked; anything else is passed on as it is, and then is not JSON. */
const COMPRESSIONS = ["gzip", "x-gzip", "deflate", "br"];

export function exchangeHeads(outgoing: Outgoing, signal: AbortSignal): Promise<Incoming> {
  const { method, hop, target: path, headers, body, agent } = outgoing;
  const isSecured = hop.protocol === "https:";
  const options: RequestOptions = {
    method,
    host: hop.hostname.replace(/^\[|\]$/g, ""),
    port: hop.port || (isSecured ? 443 : 80),
    path,
    headers: {
      ...headers,
      "Accept-Encoding": "gzip, br",
      ...(body && { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) }),
    },
    agent,
  };
  return new Promise((resolve, reject) => {
    const request = (isSecured ? requestSecured : requestPlain)(options);
    const stop = (): void => void request.destroy(reasonOf(signal));
    request.once("response", (answer) => {
      signal.removeEventListener("abort", stop);
      const { statusCode: status = 0, headers: received } = answer;
      const encoding = received["content-encoding"]?.trim().toLowerCase() ?? "identity";
      const isCompressed = COMPRESSIONS.includes(encoding) && status !== 204 && status !== 304;
      const incoming = (content: Readable): Incoming => ({ status, headers: received, body: content });
      // At once: what breaks from here on, breaks off an answer.
      resolve(isCompressed ? decompressed(answer, encoding).then(incoming) : incoming(answer));
    });
    // It may break more than once, also after its answer began.
    request.on("error", (error) => {
      signal.removeEventListener("abort", stop);
      reject(error);
    });
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    else request.end(body);
  });
}

export function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error("stopped");
}

/** Loaded when needed: most answers are small, and not compressed. The reader of the result gets the errors of both. */
async function decompressed(answer: IncomingMessage, encoding: string): Promise<Readable> {
  const { createBrotliDecompress, createUnzip } = await import("node:zlib");
  return pipeline(answer, encoding === "br" ? createBrotliDecompress() : createUnzip(), () => undefined);
}
