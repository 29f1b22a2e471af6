import { createHttpClient, type HttpClient } from "../../src/http/http-client";
import { HttpError } from "../../src/http/http-error";
import { turn } from "../support/clocks";
import { FakeWire, networkFailure, rawAnswer, silence } from "../support/fake-wire";
import { VirtualClock } from "../support/virtual-clock";

/** A host that was given up after a long wait is not waited for again by each of the requests behind it. */

const HOST = "flags.example.com";
const HOUR = 3_600_000;

let clock: VirtualClock;
beforeEach(() => (clock = new VirtualClock()));

function client(wire: FakeWire): HttpClient {
  return createHttpClient({
    root: `https://${HOST}`,
    headers: {},
    version: "1.2.3",
    signal: new AbortController().signal,
    clock,
    variables: {},
    intercept: wire.intercept,
  });
}

async function failure(promise: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await promise.then(
    () => new Error("it succeeded"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HttpError)) throw error;
  return error;
}

/** A request to whoever says nothing: as many tries as it takes. */
async function waitOut(answer: Promise<unknown>): Promise<HttpError> {
  const failed = failure(answer);
  let isOver = false;
  void failed.then(() => (isOver = true));
  for (let rounds = 0; !isOver; rounds++) {
    if (rounds > 20) throw new Error("it never ended");
    for (let turns = 0; turns < 5; turns++) await turn();
    if (!isOver) await clock.advance(60_000);
  }
  return failed;
}

test("two minutes of silence are waited out once; the rest fail at once, and say the same of themselves", async () => {
  const wire = new FakeWire((_request, signal) => silence(signal));
  const http = client(wire);
  const first = await waitOut(http.send({ method: "GET", path: "/one" }));
  expect(wire.asked).toHaveLength(2);
  const then = clock.now();
  for (const method of ["GET", "POST", "PUT"] as const) {
    const error = await failure(http.send({ method, path: "/other" }));
    expect(error.message).toBe(first.message);
    expect(error.details).toMatchObject({ kind: "unreachable", host: HOST, method, path: "/other" });
    expect(error.details.uncertain).toBeUndefined();
  }
  expect(wire.asked).toHaveLength(2);
  expect(clock.now()).toBe(then);
});

test("after a minute's rest each has one try, and an answer ends that", async () => {
  const wire = new FakeWire((_request, signal) => silence(signal));
  const http = client(wire);
  await waitOut(http.send({ method: "GET", path: "/one" }));
  await clock.advance(60_000);
  await waitOut(http.send({ method: "GET", path: "/two" }));
  expect(wire.asked).toHaveLength(3);
  await clock.advance(60_000);
  wire.answer = () => rawAnswer(200, { ok: true });
  await expect(http.send({ method: "GET", path: "/three" })).resolves.toMatchObject({ body: { ok: true } });
  wire.answer = (_request, signal, count) => (count < 7 ? silence(signal) : rawAnswer(200, {}));
  expect((await waitOut(http.send({ method: "GET", path: "/four" }))).kind).toBe("unreachable");
  expect(wire.asked).toHaveLength(6);
});

test("an hour of 429 is waited out once", async () => {
  const wire = new FakeWire(() => rawAnswer(429, {}));
  const http = client(wire);
  const first = await failure(http.send({ method: "GET", path: "/one" }));
  const asked = wire.asked.length;
  expect(clock.now()).toBeLessThan(1_000_000 + HOUR + 60_000);
  for (let count = 0; count < 50; count++) {
    expect((await failure(http.send({ method: "PUT", path: "/x" }))).message).toBe(first.message);
  }
  expect(wire.asked).toHaveLength(asked);
  await clock.advance(60_000);
  expect((await failure(http.send({ method: "PUT", path: "/x" }))).message).toBe(first.message);
  expect(wire.asked).toHaveLength(asked + 1);
});

test("where others are answered meanwhile, it is one address that fails, and not the host", async () => {
  const wire = new FakeWire(({ path }, signal) => (path === "/stuck" ? silence(signal) : rawAnswer(200, {})));
  const http = client(wire);
  const stuck = failure(http.send({ method: "GET", path: "/stuck" }));
  for (let minutes = 0; minutes < 3; minutes++) {
    for (let turns = 0; turns < 5; turns++) await turn();
    await http.send({ method: "GET", path: "/fine" });
    await clock.advance(60_000);
  }
  await stuck;
  await expect(http.send({ method: "GET", path: "/fine" })).resolves.toMatchObject({ status: 200 });
});

test("what fails quickly is tried by each for itself: a server may just be starting again", async () => {
  const wire = new FakeWire(() => Promise.reject(networkFailure("ECONNREFUSED")));
  const http = client(wire);
  for (let count = 0; count < 3; count++) await failure(http.send({ method: "GET", path: "/x" }));
  expect(wire.asked).toHaveLength(15);
});
