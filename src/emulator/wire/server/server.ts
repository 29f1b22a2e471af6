import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Page } from "../../page/page";
import type { Backend, Identified } from "../backend";
import type { Control } from "../control";
import { CONTROL_PREFIX } from "../control";
import type { DueFault, Faults } from "../fault";
import type { RequestLog } from "../request-log";
import { BodyError, readBody, skipRest } from "./body";
import { refuseForeignPage } from "./foreign-page";
import type { Reply } from "./reply";
import { crashed, htmlPage, json, withHeaders } from "./reply";
import type { RawRequest } from "./request";
import { pathOf } from "./request";

interface Parts {
  readonly backend: Backend;
  readonly control: Control;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly page: Page | undefined;
  readonly clock: () => Date;
}

/** How a reply is sent: whole, truncated, or not at all. */
type Delivery = { readonly kind: "whole" | "cut"; readonly reply: Reply } | { readonly kind: "dropped" };

/** Longer than a busy client takes between two requests: a connection closed just as one is sent is an error to it. */
const KEEP_ALIVE_MILLISECONDS = 30_000;

/** The HTTP layer: reads requests, applies faults, writes replies. */
export function createEmulatorServer(parts: Parts): Server {
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MILLISECONDS }, (message, response) => {
    serve(parts, message, response).catch((failure: unknown) => {
      if (failure instanceof BodyError || isTextless(failure)) {
        send(response, json({ detail: failure.message }, failure instanceof BodyError ? failure.status : 400), false);
        skipRest(message);
        return;
      }
      // The caller disconnected before its request was complete: there is nobody to answer.
      if (!message.complete) return;
      // A bug in the emulator: the caller sees a crash, the process warning shows the error.
      process.emitWarning(failure instanceof Error ? failure : String(failure), "EmulatorWarning");
      if (!response.headersSent) send(response, crashed(), false);
    });
  });
}

/**
 * JavaScript's error for a value that cannot become text, such as `{"toString": null}`, sent where a plain value
 * belongs.
 */
function isTextless(failure: unknown): failure is TypeError {
  return failure instanceof TypeError && failure.message === "Cannot convert object to primitive value";
}

async function serve(parts: Parts, message: IncomingMessage, response: ServerResponse): Promise<void> {
  // Every time that the server reports comes from one clock.
  response.setHeader("date", parts.clock().toUTCString());
  const head = headOf(message);
  const refusal = refuseUnread(parts, head);
  if (refusal) {
    send(response, refusal, head.method === "HEAD");
    skipRest(message);
    return;
  }
  const raw = { ...head, body: await readBody(message) };
  if (parts.page?.takes(head)) {
    if (parts.page.isLog(head)) parts.page.stream(head, response);
    else send(response, parts.page.answer(raw), raw.method === "HEAD");
    return;
  }
  if (raw.target.startsWith(CONTROL_PREFIX)) {
    send(response, parts.control.answer(raw), raw.method === "HEAD");
    return;
  }
  const started = performance.now();
  const visit = parts.log.arrive(`${raw.method} ${raw.target}`);
  response.once("close", () => visit.leave());
  const due = parts.faults.nextDue(raw.method, pathOf(raw.target));
  if (due?.fault.kind === "delay") await pause(due.fault.milliseconds, response);
  // Names that the page shows are those of before: the request may delete what it is about.
  const identified = parts.backend.identify(raw);
  const tell = parts.page?.arrive(raw, identified);
  const delivery = deliver(parts, raw, identified, due, visit.during);
  whenClosed(response, () =>
    tell?.({
      time: parts.clock().toISOString(),
      status: statusOf(delivery),
      milliseconds: Math.round(performance.now() - started),
      ...(due && { fault: due.fault.kind }),
    }),
  );
  if (delivery.kind !== "dropped" && delivery.reply.afterMilliseconds !== undefined) {
    await pause(delivery.reply.afterMilliseconds, response);
  }
  if (delivery.kind === "dropped") message.socket.destroy();
  else if (delivery.kind === "cut") cut(response, delivery.reply);
  else send(response, delivery.reply, raw.method === "HEAD");
}

function deliver(
  parts: Parts,
  raw: RawRequest,
  { route, caller }: Identified,
  due: DueFault | undefined,
  during: readonly string[],
): Delivery {
  const time = parts.clock().toISOString();
  const delivery = due ? applyFault(parts, raw, due) : whole(parts.backend.answer(raw));
  parts.log.add({
    time,
    method: raw.method,
    path: raw.target,
    route,
    caller,
    body: bodyForLog(raw.body),
    status: statusOf(delivery),
    during,
    ...(due && { fault: due.fault.kind }),
  });
  return delivery;
}

/** 0 when the connection was dropped. */
function statusOf(delivery: Delivery): number {
  return delivery.kind === "dropped" ? 0 : delivery.reply.status;
}

/** Also for a caller that has already left. */
function whenClosed(response: ServerResponse, work: () => void): void {
  if (response.closed) work();
  else response.once("close", work);
}

/** With "before" the request does not reach the server; with "after" only the reply is affected. */
function applyFault({ backend }: Parts, raw: RawRequest, { fault, snapshot }: DueFault): Delivery {
  switch (fault.kind) {
    case "throttle":
      return whole(backend.throttled(fault.retryAfter));
    case "html":
      return whole(htmlPage(fault.status, "Proxy", "Please sign in."));
    case "status":
      if (fault.commit === "after") backend.answer(raw);
      return whole(
        fault.body === undefined ? htmlPage(fault.status, `Error ${fault.status}`, "") : json(fault.body, fault.status),
      );
    case "drop":
      if (fault.commit === "after") backend.answer(raw);
      return { kind: "dropped" };
    case "truncate":
      return { kind: "cut", reply: backend.answer(raw) };
    case "delay":
      return whole(backend.answer(raw));
    case "stale":
      return whole(raw.method === "GET" ? backend.asOf(snapshot, () => backend.answer(raw)) : backend.answer(raw));
    case "write": {
      const { method, path, body } = fault.write;
      if (fault.commit === "before") backend.write(method, path, body);
      const reply = backend.answer(raw);
      if (fault.commit === "after") backend.write(method, path, body);
      return whole(reply);
    }
  }
}

function whole(reply: Reply): Delivery {
  return { kind: "whole", reply };
}

/** A request without its body. */
type Head = Omit<RawRequest, "body">;

/** Foreign pages, and control requests without the token, are refused before their body is read. */
function refuseUnread({ control }: Parts, { target, headers }: Head): Reply | undefined {
  return refuseForeignPage(headers) ?? (target.startsWith(CONTROL_PREFIX) ? control.refuse(headers) : undefined);
}

function headOf(message: IncomingMessage): Head {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
  return { method: message.method ?? "GET", target: message.url ?? "/", headers };
}

function send(response: ServerResponse, reply: Reply, headOnly: boolean): void {
  const length = String(Buffer.byteLength(reply.body));
  const sized = reply.status === 204 || reply.status === 304 ? reply : withHeaders(reply, { "content-length": length });
  response.writeHead(sized.status, { ...sized.headers });
  response.end(headOnly ? undefined : sized.body);
}

function cut(response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, "content-length": String(body.length + 1) });
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
}

/** Ends early when the caller gives up. */
function pause(milliseconds: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function bodyForLog(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
