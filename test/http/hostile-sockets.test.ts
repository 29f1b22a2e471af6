import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createHttpClient } from "../../src/http/http-client";
import { HttpError } from "../../src/http/http-error";
import type { HttpMethod } from "../../src/http/request";
import { ParallelClock } from "../support/virtual-clock";

/** What only a real socket can do wrong: each request ends, after a stated number of tries, with an error that names the host. */

const SECRET = "abcdefgh.secretsecretsecret";
const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

interface Misbehaviour {
  readonly name: string;
  /** What it sends once a request has come. */
  answer(socket: Socket): void;
  /** How often a read is tried; by default once. */
  readonly tries?: number;
}

const end = (text: string) => (socket: Socket) => void socket.end(text);
const reset = (text: string) => (socket: Socket) => {
  socket.write(text);
  setImmediate(() => socket.resetAndDestroy());
};

const MISBEHAVIOURS: readonly Misbehaviour[] = [
  { name: "closes without a word", answer: (socket) => socket.destroy(), tries: 5 },
  { name: "resets before its head is whole", answer: reset("HTTP/1.1 200 O"), tries: 5 },
  { name: "resets in the middle of the body", answer: reset(`${HEAD}Content-Length: 1000\r\n\r\n{"results":[`), tries: 5 },
  { name: "ends before its length is reached", answer: end(`${HEAD}Content-Length: 1000\r\n\r\n{"a":1}`), tries: 5 },
  { name: "ends in the middle of a chunk", answer: end(`${HEAD}Transfer-Encoding: chunked\r\n\r\nff\r\n{"a":`), tries: 5 },
  {
    name: "sends chunks that are none",
    answer: end(`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n${SECRET}\r\n0\r\n\r\n`),
    tries: 5,
  },
  { name: "has two lengths", answer: end(`${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`) },
  { name: "has a length below nothing", answer: end(`${HEAD}Content-Length: -5\r\n\r\n{}`) },
  { name: "has a length and chunks", answer: end(`${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`) },
  { name: "stops short of its text", answer: end(`${HEAD}Content-Length: 5\r\n\r\n{"a":1}`) },
  { name: "speaks HTTP of old", answer: end(`<html>${SECRET}</html>`) },
  { name: "has no status", answer: end(`HTTP/1.1 OK ${SECRET}\r\n\r\n`) },
  { name: "floods with headers", answer: end(`${HEAD}${`X-A: ${SECRET}\r\n`.repeat(20_000)}\r\n{}`) },
  { name: "floods with cookies", answer: end(`${HEAD}${`Set-Cookie: a=${SECRET}\r\n`.repeat(20_000)}\r\n{}`) },
  { name: "has a header without end", answer: end(`${HEAD}X-A: ${"a".repeat(1_000_000)}`) },
  { name: "has control characters in a header", answer: end(`${HEAD}X-A: \u0000\u001b[2J\r\nContent-Length: 2\r\n\r\n{}`) },
  {
    name: "says it is packed as nobody packs",
    answer: end(`HTTP/1.1 500 Oops\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u001f\u008b\u0008\u0000`),
  },
  { name: "says nothing but 'go on', and leaves", answer: end("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000)), tries: 5 },
];

let server: Server;
let misbehave: Misbehaviour["answer"];
let requests: number;
const sockets = new Set<Socket>();

beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    socket.once("data", () => {
      requests++;
      misbehave(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

describe.each(["GET", "POST"] as const)("%s", (method: HttpMethod) => {
  test.each(MISBEHAVIOURS)("a server that $name", async ({ answer, tries = 1 }) => {
    misbehave = answer;
    requests = 0;
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const clock = new ParallelClock();
    const logged: string[] = [];
    const http = createHttpClient({
      ...{ root: `http://${host}`, headers: { Authorization: `Api-Key ${SECRET}` }, version: "1.2.3", clock, variables: {} },
      signal: new AbortController().signal,
      log: (_level, message) => logged.push(message),
    });
    const error: unknown = await http.send({ method, path: "/x", ...(method === "POST" && { body: {} }) }).then(
      () => new Error("it was taken for an answer"),
      (thrown: unknown) => thrown,
    );
    http.close();
    if (!(error instanceof HttpError)) throw error;
    expect(error.details).toMatchObject({ host });
    // What may have been done is not sent again blindly, and is said.
    expect(requests).toBe(method === "GET" ? tries : 1);
    if (method === "POST") expect(error.details.uncertain).toBe(true);
    expect(clock.now()).toBeLessThanOrEqual(1_000_000 + 60_000);
    expect(JSON.stringify([error.details, error.message, error.stack, logged])).not.toContain("secretsecret");
  });
});
