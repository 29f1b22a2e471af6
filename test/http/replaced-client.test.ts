import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpClient, type HttpClient } from "../../src/http/http-client";

/** A client whose configuration was replaced breaks nothing off, and leaves no connection behind. */

let server: Server;
let waiting: (() => void)[];
let arrived: () => void;
let open: number;
let closed: () => void;

beforeEach(async () => {
  [waiting, open, arrived, closed] = [[], 0, () => undefined, () => undefined];
  server = createServer((request, response) => {
    const answer = (): void => void response.end('{"done":true}');
    if (request.url === "/slow") waiting.push(answer);
    else answer();
    arrived();
  });
  // Only the client closes.
  server.keepAliveTimeout = 0;
  server.on("connection", (socket) => {
    open++;
    socket.on("close", () => {
      open--;
      closed();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function clientOf(replaced: AbortSignal): HttpClient {
  const root = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const signal = new AbortController().signal;
  return createHttpClient({ root, headers: {}, version: "1.2.3", signal, replaced, variables: {} });
}

async function allClosed(): Promise<void> {
  while (open > 0) await new Promise<void>((resolve) => (closed = resolve));
}

test("idle connections are closed at once", async () => {
  const replacement = new AbortController();
  const client = clientOf(replacement.signal);
  await Promise.all([client.send({ method: "GET", path: "/a" }), client.send({ method: "GET", path: "/b" })]);
  expect(open).toBeGreaterThan(0);
  replacement.abort();
  await allClosed();
});

test("a call under way is answered first, and what it still asks leaves no connection either", async () => {
  const replacement = new AbortController();
  const client = clientOf(replacement.signal);
  await client.send({ method: "GET", path: "/a" });
  const here = new Promise<void>((resolve) => (arrived = resolve));
  const slow = client.send({ method: "POST", path: "/slow", body: {} });
  await here;
  replacement.abort();
  expect(await client.send({ method: "GET", path: "/b" })).toMatchObject({ body: { done: true } });
  for (const answer of waiting) answer();
  expect(await slow).toMatchObject({ body: { done: true } });
  await allClosed();
  expect(await client.send({ method: "GET", path: "/c" })).toMatchObject({ body: { done: true } });
  await allClosed();
});

test("a client that is made too late closes what it opens", async () => {
  const client = clientOf(AbortSignal.abort());
  expect(await client.send({ method: "GET", path: "/a" })).toMatchObject({ body: { done: true } });
  await allClosed();
});
