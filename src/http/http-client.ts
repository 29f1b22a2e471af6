import { setMaxListeners } from "node:events";
import { isIP } from "node:net";
import axios, { type AxiosInstance, type AxiosResponse } from "axios";
import { keepAliveAgents } from "./agents";
import { atExit } from "./at-exit";
import { type Clock, systemClock } from "./clock";
import { Governor, type Wait } from "./governor";
import { HttpError } from "./http-error";
import { redactor, secretsOf } from "./redact";
import { type Attempt, interpret } from "./interpret";
import { describeNetworkError } from "./network-error";
import { backoff } from "./retry-after";
import { ServerClock } from "./server-clock";

export interface HttpClientOptions {
  /** Scheme and host (and port, and a path prefix if the API lives under one), without a slash at the end. */
  readonly root: string;
  /** Sent with every request, only to this host; their values appear in no error and no log. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the program, for the User-Agent. */
  readonly version: string;
  /** Stops the run: waits end at once, reads are dropped, a write under way gets ten seconds to answer. */
  readonly signal: AbortSignal;
  readonly concurrency?: number;
  readonly requestsPerMinute?: number | undefined;
  /** Milliseconds. */
  readonly connectTimeout?: number;
  readonly answerTimeout?: number;
  /** The API refuses without a word at times: an empty 4xx is its own, and not something in between. */
  readonly wordlessRefusals?: boolean;
  readonly clock?: Clock;
  log?(level: "debug" | "info" | "warn", message: string, fields?: Readonly<Record<string, string | number>>): void;
  /** Has something said when the run ends; by default with the process. */
  atExit?(say: () => void): () => void;
  /** Told of every request that was sent, answered or not. */
  onRequest?(request: SentRequest): void;
}

/** What tests reach through a whole provider: time that waits for nobody, impatience, and an ear at the wire. */
export type HttpHooks = Pick<HttpClientOptions, "clock" | "onRequest" | "answerTimeout">;

export interface SentRequest {
  readonly method: HttpMethod;
  readonly path: string;
  /** Absent where no answer came. */
  readonly status?: number;
  readonly milliseconds: number;
}

export type HttpMethod = "GET" | "PUT" | "PATCH" | "POST" | "DELETE";

export interface HttpRequest {
  readonly method: HttpMethod;
  /** Below the root, with its query and its trailing slash as the API wants them. */
  readonly path: string;
  readonly body?: unknown;
  /** Beside those of every request: what a write depends on, say. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A PATCH (or POST) that may be sent twice with the effect of once. GET, PUT and DELETE always are. */
  readonly idempotent?: boolean;
  /**
   * For what is not idempotent: asked before it is sent again, because nobody knows whether the first one arrived. Answers
   * with what the first one made, or undefined if it made nothing. `since` is when the first one was sent, by the host's clock
   * (undefined where that is not known): what was made before that was made by somebody else.
   */
  landed?(since: number | undefined): Promise<HttpAnswer | undefined>;
  /**
   * Good only for what was read just before: `landed` is asked after a wait for a 429 too, and throws where what was read has
   * changed since.
   */
  readonly perishable?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** The JSON; undefined where the answer had no body (204; 304: nothing was changed). */
  readonly body: unknown;
  /** The version of what was answered, byte for byte; absent where the API tells none. */
  readonly etag?: string;
}

export interface HttpClient {
  /** As given in the options. */
  readonly root: string;
  readonly serverClock: ServerClock;
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes idle connections. */
  close(): void;
}

/** How often a request is sent in all before a host that answers 502, 503 or 504, or drops connections, is given up. */
const TRIES = 5;
const GRACE_OF_WRITES = 10_000;

const WHY_WAIT: Readonly<Record<Wait["reason"], (host: string, options: HttpClientOptions) => string>> = {
  throttled: (host) => `${host} asks for fewer requests`,
  announced: (host) => `${host} says that its budget is used up`,
  budget: (_host, { requestsPerMinute }) => `the budget of ${requestsPerMinute} requests a minute is used up`,
};

/** The one way to a host: paced, retried, redacted. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const clock = options.clock ?? systemClock;
  const serverClock = new ServerClock(clock);
  // Every waiting request listens; Node would take so many for a leak.
  setMaxListeners(0, options.signal);
  const redact = redactor(secretsOf(options.headers));
  const host = new URL(options.root).host;
  const log: NonNullable<HttpClientOptions["log"]> = (level, message, fields) =>
    options.log?.(level, redact(message), { host, ...fields });
  const governor = new Governor({
    concurrency: options.concurrency ?? 10,
    requestsPerMinute: options.requestsPerMinute,
    clock,
    onWait: (milliseconds, reason) => {
      forgetEnd ??= (options.atExit ?? atExit)(sayHowLong);
      const soFar = governor.waited >= 1000 ? ` (${seconds(governor.waited)} s in all so far)` : "";
      log(
        reason === "throttled" ? "warn" : "info",
        `${WHY_WAIT[reason](host, options)}: waiting ${seconds(milliseconds)} s${soFar}`,
        {
          seconds: seconds(milliseconds),
        },
      );
    },
    onSlow: (allowed) => log("info", `${host} answers more slowly than before: ${allowed} requests at once from now on`),
  });
  let forgetEnd: (() => void) | undefined;
  const sayHowLong = (): void =>
    log("info", `waited ${seconds(governor.waited)} s in all for ${host} to take more requests`, {
      seconds: seconds(governor.waited),
    });
  const agents = keepAliveAgents(options.connectTimeout ?? 10_000);
  const instance = createInstance(options, agents);

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    const repeatable = request.idempotent ?? (request.method !== "POST" && request.method !== "PATCH");
    const first = clock.now();
    const landed = async () => request.landed?.(serverClock.at(first));
    let failures = 0;
    for (let throttled = 0; ;) {
      const outcome = await attempt(request);
      if (outcome.kind === "answer") return outcome.answer;
      if (outcome.kind === "final") throw outcome.error;
      if (outcome.kind === "throttled") {
        throttled++;
        governor.pause(outcome.after ?? backoff(throttled, clock.random()));
        if (request.perishable) await landed();
        continue;
      }
      failures++;
      const mayBeDone = outcome.sent && request.method !== "GET";
      if (failures >= TRIES || (outcome.sent && !repeatable && !request.landed))
        throw mayBeDone ? uncertain(outcome.error) : outcome.error;
      const wait = outcome.after ?? backoff(failures, clock.random());
      log("info", `${outcome.error.message}: trying again in ${seconds(wait)} s`, { attempt: failures });
      await clock.sleep(wait, options.signal);
      if (outcome.sent && !repeatable && request.landed) {
        const made = await landed();
        if (made) return made;
      }
    }
  }

  async function attempt(request: HttpRequest): Promise<Attempt> {
    const leave = await governor.enter(options.signal);
    const began = clock.now();
    try {
      if (options.signal.aborted) return { kind: "final", error: cancelled(request, false) };
      const outcome = await transmit(request);
      if (outcome.window) governor.follow(outcome.window);
      if (outcome.kind === "answer") governor.succeeded(clock.now() - began);
      const status = outcome.kind === "answer" ? outcome.answer.status : outcome.status;
      options.onRequest?.({
        method: request.method,
        path: request.path,
        ...(status === undefined ? {} : { status }),
        milliseconds: clock.now() - began,
      });
      log("debug", `${request.method} ${request.path}`, { status: status ?? 0, milliseconds: clock.now() - began });
      return outcome;
    } finally {
      leave();
    }
  }

  async function transmit(request: HttpRequest): Promise<Attempt> {
    const stop = new AbortController();
    const isWrite = request.method !== "GET";
    let answered: AbortController | undefined;
    const onAbort = (): void => {
      if (!isWrite) return stop.abort();
      answered = new AbortController();
      void clock.sleep(GRACE_OF_WRITES, answered.signal).then(() => stop.abort());
    };
    options.signal.addEventListener("abort", onAbort, { once: true });
    try {
      const response = await instance.request<string>({
        method: request.method,
        url: options.root + request.path,
        signal: stop.signal,
        ...(request.body === undefined ? {} : { data: JSON.stringify(request.body) }),
        headers: { ...request.headers, ...(request.body !== undefined && { "Content-Type": "application/json" }) },
      });
      serverClock.hear(dateOf(response));
      return interpret(request, response, redact, clock.now(), options.wordlessRefusals ?? false);
    } catch (error) {
      // The error of axios holds the headers: only its code and message leave this function.
      if (stop.signal.aborted) return { kind: "final", error: cancelled(request, isWrite) };
      return describeNetworkError(request, error, host, redact);
    } finally {
      answered?.abort();
      options.signal.removeEventListener("abort", onAbort);
    }
  }

  return {
    root: options.root,
    serverClock,
    send,
    close: () => {
      forgetEnd?.();
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

function createInstance(options: HttpClientOptions, agents: ReturnType<typeof keepAliveAgents>): AxiosInstance {
  const { hostname } = new URL(options.root);
  const loopback = hostname === "localhost" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."));
  return axios.create({
    ...agents,
    timeout: options.answerTimeout ?? 60_000,
    headers: { ...options.headers, Accept: "application/json", "User-Agent": `flagform/${options.version}` },
    // A redirect would carry the credential to another host, and turn a write into a read.
    maxRedirects: 0,
    responseType: "text",
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
    ...(loopback ? { proxy: false as const } : {}),
  });
}

function dateOf({ headers }: AxiosResponse): string | undefined {
  const date: unknown = headers["date"];
  return typeof date === "string" ? date : undefined;
}

function cancelled(request: HttpRequest, sent: boolean): HttpError {
  return new HttpError({
    kind: "cancelled",
    method: request.method,
    path: request.path,
    words: sent ? "stopped while waiting for the answer: it may have been done" : "stopped before it was sent",
    uncertain: sent,
  });
}

function uncertain(error: HttpError): HttpError {
  return new HttpError({ ...error.details, uncertain: true });
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 100) / 10;
}
