import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../../src/http/clock";
import { createHttpClient, type HttpClient } from "../../src/http/http-client";
import { HttpError } from "../../src/http/http-error";
import type { HttpClientOptions } from "../../src/http/http-options";
import type { SentRequest } from "../../src/http/request";

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Time that passes only by sleeping. */
class FakeClock implements Clock {
  time = 1_000_000;
  readonly slept: number[] = [];
  now(): number {
    return this.time;
  }
  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    this.slept.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  }
  random(): number {
    return 0.5;
  }
}

const SECRET = "abcdefgh.secretsecretsecret";
let server: Server;
let answers: Handler[];
let seen: { method: string; url: string; body: string; headers: IncomingMessage["headers"] }[];
let clients: HttpClient[];

beforeEach(async () => {
  answers = [];
  seen = [];
  clients = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      seen.push({ method: request.method ?? "", url: request.url ?? "", body, headers: request.headers });
      const answer = answers.shift() ?? json(200, {});
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  for (const client of clients) client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function root(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function client(options: Partial<HttpClientOptions> = {}): HttpClient {
  const made = createHttpClient({
    root: root(),
    headers: { Authorization: `Api-Key ${SECRET}` },
    version: "1.2.3",
    signal: new AbortController().signal,
    clock: new FakeClock(),
    ...options,
  });
  clients.push(made);
  return made;
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(body === undefined ? "" : JSON.stringify(body));
  };
}

function html(status: number, text: string): Handler {
  return (_request, response) => {
    response.writeHead(status, { "Content-Type": "text/html" });
    response.end(text);
  };
}

const drop: Handler = (request) => request.socket.destroy();

async function failure(promise: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HttpError)) throw new Error(`expected an HttpError, got ${String(error)}`);
  return error;
}

test("sends JSON, the credential and the program's name, and keeps trailing slashes", async () => {
  answers.push(json(201, { id: 1 }));
  const answer = await client().send({ method: "POST", path: "/api/things/?q=%22a%22", body: { name: "ä" } });
  expect(answer).toMatchObject({ status: 201, body: { id: 1 }, host: new URL(root()).host });
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ method: "POST", url: "/api/things/?q=%22a%22", body: '{"name":"ä"}' });
  expect(seen[0]?.headers).toMatchObject({ authorization: `Api-Key ${SECRET}`, "user-agent": "flagform/1.2.3" });
});

test("a write says which version it is based on, and an answer tells its own", async () => {
  answers.push(json(200, { id: 1 }, { ETag: 'W/"2"' }), json(304, undefined));
  const made = client();
  expect(await made.send({ method: "GET", path: "/x" })).toMatchObject({ status: 200, body: { id: 1 }, etag: 'W/"2"' });
  const headers = { "If-Match": 'W/"2"' };
  expect(await made.send({ method: "PATCH", path: "/x", body: {}, headers })).toMatchObject({
    status: 304,
    body: undefined,
  });
  expect(seen[1]?.headers).toMatchObject({ "if-match": 'W/"2"', "content-type": "application/json" });
});

test("DELETE may carry a body, and an empty answer is an answer", async () => {
  answers.push(json(204, undefined));
  const answer = await client().send({ method: "DELETE", path: "/x", body: { identifier: "a" } });
  expect(answer).toMatchObject({ status: 204, body: undefined });
  expect(seen[0]?.body).toBe('{"identifier":"a"}');
});

test("a refusal carries the status, the words and the request's id, and no credential", async () => {
  answers.push(json(400, { name: [`no ${SECRET} here`] }, { "X-Request-Id": "r-1" }));
  const error = await failure(client().send({ method: "PATCH", path: "/x", body: {} }));
  expect(error.details).toMatchObject({ kind: "refused", status: 400, requestId: "r-1" });
  expect(error.details.body).toEqual({ name: ["no [redacted] here"] });
  expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain("secretsecret");
});

test("a page where JSON was due says who answered", async () => {
  answers.push(html(200, "<html><head><title>Corporate\n Login</title></head><body>Sign in</body></html>"));
  const error = await failure(client().send({ method: "GET", path: "/x" }));
  expect(error.details).toMatchObject({ kind: "not-json", status: 200 });
  expect(error.message).toContain("Corporate Login");
});

test("a route that does not exist is told from an object that does not", async () => {
  answers.push(html(404, "<title>Not Found</title>"), json(404, { detail: "Not found." }));
  const http = client();
  expect((await failure(http.send({ method: "GET", path: "/x" }))).details).toMatchObject({ kind: "not-json", status: 404 });
  expect((await failure(http.send({ method: "GET", path: "/x" }))).details).toMatchObject({ kind: "refused", status: 404 });
});

test("a redirect is not followed, for it would carry the credential away", async () => {
  answers.push(json(301, {}, { Location: "https://elsewhere.example/" }));
  const error = await failure(client().send({ method: "GET", path: "/x" }));
  expect(error.message).toContain("redirects to https://elsewhere.example/");
  expect(seen).toHaveLength(1);
});

test.each<[string, string, number]>([
  ["seconds", "58", 58_000],
  ["a date", new Date(1_000_000 + 7_000).toUTCString(), 7_000],
])("429 waits as long as Retry-After says in %s, and never gives up, not even with a POST", async (_name, after, wait) => {
  const clock = new FakeClock();
  for (let i = 0; i < 8; i++) answers.push(json(429, { detail: "throttled" }, i === 0 ? { "Retry-After": after } : {}));
  answers.push(json(201, { id: 1 }));
  const messages: string[] = [];
  const http = client({ clock, log: (level, message) => level === "warn" && messages.push(message) });
  await http.send({ method: "POST", path: "/x", body: {} });
  expect(seen).toHaveLength(9);
  expect(clock.slept[0]).toBe(wait);
  expect(clock.slept.slice(1)).toEqual([750, 1500, 3000, 6000, 12_000, 22_500, 22_500]);
  expect(messages[0]).toContain(`waiting ${wait / 1000} s`);
});

test.each([502, 503, 504])("%i is tried again a few times for what may be repeated, then reported", async (status) => {
  const clock = new FakeClock();
  for (let i = 0; i < 9; i++) answers.push(html(status, "<title>Bad Gateway</title>"));
  const error = await failure(client({ clock }).send({ method: "PUT", path: "/x", body: {} }));
  expect(error.details).toMatchObject({ kind: "unavailable", status, uncertain: true });
  expect(seen).toHaveLength(5);
  expect(clock.slept).toEqual([375, 750, 1500, 3000]);
});

test("a dropped connection is tried again for what may be repeated", async () => {
  answers.push(drop, json(200, { ok: true }));
  const answer = await client().send({ method: "PATCH", path: "/x", body: {}, idempotent: true });
  expect(answer.body).toEqual({ ok: true });
  expect(seen).toHaveLength(2);
});

test("a POST whose connection dropped is not sent again blindly", async () => {
  answers.push(drop);
  const error = await failure(client().send({ method: "POST", path: "/x", body: {} }));
  expect(error.details).toMatchObject({ kind: "unreachable", uncertain: true });
  expect(seen).toHaveLength(1);
});

test("a POST is sent again only when a look shows that the first did not land", async () => {
  answers.push(drop, html(502, "bad"), json(201, { id: 9 }));
  const looks: number[] = [];
  const answer = await client().send({
    method: "POST",
    path: "/x",
    landed: () => {
      looks.push(seen.length);
      return Promise.resolve(undefined);
    },
  });
  expect(answer.body).toEqual({ id: 9 });
  expect(looks).toEqual([1, 2]);
});

test("a POST that did land is not sent again", async () => {
  answers.push(drop);
  const found = { status: 201, body: { id: 4 } };
  const answer = await client().send({ method: "POST", path: "/x", landed: () => Promise.resolve(found) });
  expect(answer).toBe(found);
  expect(seen).toHaveLength(1);
});

test("a host where nothing listens is named", async () => {
  const http = client({ root: "http://127.0.0.1:1" });
  const error = await failure(http.send({ method: "GET", path: "/x" }));
  expect(error.details.kind).toBe("unreachable");
  expect(error.message).toContain("127.0.0.1:1: connection refused: nothing listens on that port");
});

test("an answer that does not come in time is a failure", async () => {
  answers.push(...Array.from({ length: 5 }, () => () => undefined));
  const error = await failure(client({ answerTimeout: 20 }).send({ method: "GET", path: "/x" }));
  expect(error.message).toContain("no answer arrived in time");
});

test("stopping drops reads at once", async () => {
  const stop = new AbortController();
  answers.push(() => stop.abort());
  const error = await failure(client({ signal: stop.signal }).send({ method: "GET", path: "/x" }));
  expect(error.kind).toBe("cancelled");
});

test("stopping ends waits at once, and nothing more is sent", async () => {
  const stop = new AbortController();
  const clock = new FakeClock();
  clock.sleep = () => {
    stop.abort();
    return Promise.resolve();
  };
  answers.push(json(429, {}, { "Retry-After": "3600" }));
  const http = client({ signal: stop.signal, clock });
  expect((await failure(http.send({ method: "GET", path: "/x" }))).kind).toBe("cancelled");
  expect((await failure(http.send({ method: "GET", path: "/y" }))).kind).toBe("cancelled");
  expect(seen).toHaveLength(1);
});

test("a write under way gets ten seconds to answer after the stop", async () => {
  const stop = new AbortController();
  const clock = new FakeClock();
  const graces: number[] = [];
  clock.sleep = (milliseconds) => {
    graces.push(milliseconds);
    return new Promise(() => undefined);
  };
  answers.push((_request, response) => {
    stop.abort();
    response.writeHead(200, { "Content-Type": "application/json" }).end('{"done":true}');
  });
  const answer = await client({ signal: stop.signal, clock }).send({ method: "PUT", path: "/x", body: {} });
  expect(answer.body).toEqual({ done: true });
  expect(graces).toEqual([10_000]);
});

test("a write that does not answer within the grace is reported as uncertain", async () => {
  const stop = new AbortController();
  answers.push(() => stop.abort());
  const error = await failure(client({ signal: stop.signal }).send({ method: "PUT", path: "/x", body: {} }));
  expect(error.details).toMatchObject({ kind: "cancelled", uncertain: true });
});

test("no more requests run at once than allowed", async () => {
  let running = 0;
  let most = 0;
  const held: (() => void)[] = [];
  const slow: Handler = (request, response, body) => {
    running++;
    most = Math.max(most, running);
    held.push(() => {
      running--;
      json(200, {})(request, response, body);
    });
    if (held.length === 3 || seen.length >= 7) for (const release of held.splice(0)) release();
  };
  answers.push(...Array.from({ length: 7 }, () => slow));
  const http = client({ concurrency: 3 });
  await Promise.all(Array.from({ length: 7 }, (_, index) => http.send({ method: "GET", path: `/${index}` })));
  expect(seen).toHaveLength(7);
  expect(most).toBe(3);
});

test("a budget per minute is kept within any minute", async () => {
  const clock = new FakeClock();
  const sent: SentRequest[] = [];
  const times: number[] = [];
  const http = client({
    clock,
    requestsPerMinute: 3,
    onRequest: (request) => {
      sent.push(request);
      times.push(clock.now());
    },
  });
  for (let i = 0; i < 7; i++) await http.send({ method: "GET", path: `/${i}` });
  expect(times.map((time) => time - 1_000_000)).toEqual([0, 0, 0, 60_000, 60_000, 60_000, 120_000]);
  expect(sent[0]).toEqual({ method: "GET", path: "/0", status: 200, milliseconds: 0 });
});

test("lines that nobody sees are not made", async () => {
  const lines: string[] = [];
  const http = client({
    log: (level) => lines.push(level),
    isLogged: (level) => level !== "debug",
    requestsPerMinute: 1,
  });
  for (let count = 0; count < 2; count++) await http.send({ method: "GET", path: "/x" });
  expect(new Set(lines)).toEqual(new Set(["info"]));
});

test("a run that had to wait says so once in a while, and at its end how long in all", async () => {
  const lines: string[] = [];
  const ends: (() => void)[] = [];
  const made = client({
    requestsPerMinute: 2,
    log: (level, message) => void (level !== "debug" && lines.push(`${level}: ${message}`)),
    atExit: (say) => {
      ends.push(say);
      return () => undefined;
    },
  });
  await made.send({ method: "GET", path: "/x" });
  expect(ends).toEqual([]);
  for (let count = 0; count < 6; count++) await made.send({ method: "GET", path: "/x" });
  for (const say of ends) say();
  const budget = "info: the budget of 2 requests per minute is used up: waiting 60 s";
  expect(lines).toEqual([
    budget,
    `${budget} (60 s in total so far)`,
    `${budget} (120 s in total so far)`,
    `info: waited 180 s in total until ${new URL(root()).host} accepted more requests`,
  ]);
});
