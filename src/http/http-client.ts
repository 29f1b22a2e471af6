import { setMaxListeners } from "node:events";
import { AnswerWatch } from "./answer-watch";
import { atExit } from "./at-exit";
import { systemClock } from "./clock";
import { cancelled, type HttpError, tooLong, uncertain } from "./http-error";
import type { HttpClientOptions } from "./http-options";
import { type Attempt, interpret } from "./interpret";
import { describeNetworkError } from "./network/network-error";
import { GivenUp } from "./pace/given-up";
import { Governor, LongWait } from "./pace/governor";
import { LONGEST_WAIT, waitBefore } from "./pace/retry-after";
import { ServerClock } from "./pace/server-clock";
import { NOTICEABLE, seconds, WaitNotice } from "./pace/wait-notice";
import type { HttpAnswer, HttpRequest } from "./request";
import { redactor, secretsOf } from "./secrets/redact";
import { Wire } from "./wire";

export interface HttpClient {
  /** As given in the options. */
  readonly root: string;
  readonly serverClock: ServerClock;
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes its connections, once what is under way is over. */
  close(): void;
}

/**
 * How often a request is sent in total to a host that answers 502, 503 or 504 or drops connections, before it is given up.
 */
const TRIES = 5;
/** A host that is silent for this long, tries and pauses together, is given up before that. */
const LONGEST_FAILING = 120_000;
const GRACE_OF_WRITES = 10_000;

/** Sends all requests to one host: paced, retried, redacted. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const clock = options.clock ?? systemClock;
  const serverClock = new ServerClock(clock);
  // Every waiting request listens; Node would report a leak.
  setMaxListeners(0, options.signal);
  const wire = new Wire(options, clock);
  const redact = redactor([...secretsOf(options.headers), ...wire.secrets]);
  const root = new URL(options.root);
  const { host } = root;
  const log: NonNullable<HttpClientOptions["log"]> = (level, message, fields) => {
    if (options.isLogged?.(level) !== false) options.log?.(level, redact(message), { host, ...fields });
  };
  const givenUp = new GivenUp(clock);
  const waits = new WaitNotice({
    host,
    requestsPerMinute: options.requestsPerMinute,
    notice: (...words) => options.notice?.(...words),
  });
  const governor = new Governor({
    concurrency: options.concurrency ?? 10,
    requestsPerMinute: options.requestsPerMinute,
    clock,
    onWait: (milliseconds, reason) => {
      forgetEnd ??= (options.atExit ?? atExit)(sayHowLong);
      waits.waited(reason, milliseconds);
      const soFar = governor.waited >= 1000 ? ` (${seconds(governor.waited)} s in total so far)` : "";
      log(reason === "throttled" ? "warn" : "info", `${waits.why(reason)}: waiting ${seconds(milliseconds)} s${soFar}`, {
        seconds: seconds(milliseconds),
      });
    },
    onSlow: (allowed) => log("info", `${host} answers more slowly than before: ${allowed} requests at once from now on`),
  });
  let forgetEnd: (() => void) | undefined;
  const sayHowLong = (): void =>
    log("info", `waited ${seconds(governor.waited)} s in total until ${host} accepted more requests`, {
      seconds: seconds(governor.waited),
    });

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    const repeatable = request.idempotent ?? (request.method !== "POST" && request.method !== "PATCH");
    let failures = 0;
    let pausedFor = 0;
    const began = clock.now();
    const landed = async () => request.landed?.(serverClock.at(began));
    const giveUp = (error: HttpError): HttpError => {
      givenUp.after(began, error);
      return error;
    };
    const early = givenUp.isResting ? givenUp.errorFor(request) : undefined;
    if (early) throw early;
    for (let throttled = 0; ;) {
      const outcome = await attempt(request);
      if (isAnswered(outcome)) givenUp.heard();
      if (outcome.kind === "answer") return outcome.answer;
      if (outcome.kind === "final") throw outcome.error;
      if (outcome.kind === "throttled") {
        throttled++;
        const wait = waitBefore(throttled, clock.random(), outcome.after);
        pausedFor += wait;
        const again = givenUp.errorFor(request);
        if (again) throw giveUp(again);
        if (pausedFor > LONGEST_WAIT) throw giveUp(tooLong(request, host, pausedFor, outcome.status));
        waits.waited("throttled", pausedFor);
        governor.pause(wait);
        if (request.perishable) await landed();
        continue;
      }
      failures++;
      const mayBeDone = outcome.sent && request.method !== "GET";
      const isGivenUp = givenUp.isOneTry && outcome.status === undefined;
      const isSilent = outcome.status === undefined && failures > 1 && clock.now() - began >= LONGEST_FAILING;
      const isSpent = failures >= TRIES || isSilent || isGivenUp;
      if (isSpent || (outcome.sent && !repeatable && !request.landed)) {
        const error = mayBeDone ? uncertain(outcome.error) : outcome.error;
        throw isSpent && outcome.status === undefined ? giveUp(error) : error;
      }
      const wait = waitBefore(failures, clock.random(), outcome.after);
      if (wait > LONGEST_WAIT) {
        const error = tooLong(request, host, wait, outcome.status);
        throw mayBeDone ? uncertain(error) : error;
      }
      log(wait > NOTICEABLE ? "warn" : "info", `${outcome.error.message}: trying again in ${seconds(wait)} s`, {
        attempt: failures,
      });
      waits.waited("throttled", wait);
      await clock.sleep(wait, options.signal);
      if (outcome.sent && !repeatable && request.landed) {
        const made = await landed();
        if (made) return made;
      }
    }
  }

  async function attempt(request: HttpRequest): Promise<Attempt> {
    let leave: () => void;
    try {
      leave = await governor.enter(options.signal);
    } catch (error) {
      if (error instanceof LongWait) return { kind: "final", error: tooLong(request, host, error.milliseconds) };
      throw error;
    }
    const began = clock.now();
    try {
      if (options.signal.aborted) return { kind: "final", error: cancelled(request, host, "unsent") };
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
    const patience = { silence: options.answerTimeout ?? 60_000, whole: options.wholeTimeout ?? 300_000 };
    const watch = new AnswerWatch(clock, patience, stop, (milliseconds) => {
      const words = `${host} has not answered for ${seconds(milliseconds)} s`;
      log("warn", `${words} (${request.method} ${request.path}): still waiting`);
      waits.silent(milliseconds);
    });
    try {
      const answer = await wire.exchange(request, stop.signal, () => watch.heard());
      serverClock.hear(answer.header("date"));
      options.onAnswer?.((name) => answer.header(name));
      const wordlessRefusals = options.wordlessRefusals ?? false;
      return interpret(request, answer, { root, now: clock.now(), wordlessRefusals, redact });
    } catch (error) {
      // Only an error's code and message leave this function: the error itself may contain the request.
      if (options.signal.aborted && stop.signal.aborted)
        return { kind: "final", error: cancelled(request, host, isWrite ? "write" : "read") };
      const cause: unknown = stop.signal.aborted ? stop.signal.reason : error;
      return describeNetworkError(request, cause, { root, proxy: wire.proxy, variables: options.variables, redact });
    } finally {
      watch.end();
      answered?.abort();
      options.signal.removeEventListener("abort", onAbort);
    }
  }

  function close(): void {
    if (forgetEnd) sayHowLong();
    forgetEnd?.();
    forgetEnd = undefined;
    wire.close();
  }
  if (options.replaced?.aborted) close();
  else options.replaced?.addEventListener("abort", close, { once: true });

  return { root: options.root, serverClock, send, close };
}

/** Any outcome except "later". */
function isAnswered(outcome: Attempt): boolean {
  if (outcome.kind === "answer") return true;
  return outcome.kind !== "throttled" && outcome.status !== undefined;
}
