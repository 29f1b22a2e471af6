import * as z from "zod/mini";
import { systemClock } from "../../src/http/clock";
import type { HttpClient } from "../../src/http/http-client";
import { HttpError } from "../../src/http/http-error";
import { ServerClock } from "../../src/http/pace/server-clock";
import { FlagsmithClient } from "../../src/platforms/flagsmith/api/client";
import { EdgeClient } from "../../src/platforms/flagsmith/api/edge-client";
import { TraitClient } from "../../src/platforms/flagsmith/api/trait-client";
import { ChangeRequestClient, SegmentClient } from "../../src/platforms/split/api/client";
import { Requests } from "../../src/platforms/split/api/requests";
import { VercelClient } from "../../src/platforms/vercel/api/client";

/** Lists that lead in circles or never end: told of after a stated number of requests, by each client that reads pages. */

let asked: string[];
let answer: (path: string, count: number) => unknown;
beforeEach(() => (asked = []));

const HOST = "flags.example.com";
const http: HttpClient = {
  root: `https://${HOST}`,
  send({ path }) {
    asked.push(path);
    return Promise.resolve({ status: 200, body: answer(path, asked.length), host: HOST });
  },
  serverClock: new ServerClock(systemClock),
  close: () => undefined,
};

const item = z.object({ id: z.number() });
const READS: Readonly<Record<string, () => Promise<unknown>>> = {
  "Flagsmith's lists": () => new FlagsmithClient(http).list(item, "/api/v1/things/"),
  "Flagsmith's identities": () =>
    new TraitClient(new FlagsmithClient(http), http, http).someIdentities("key", null, 100_000),
  "identities at the edge": () => new EdgeClient(http).find("key", "anna"),
  "some identities at the edge": () => new EdgeClient(http).some("key", null, 100_000),
  "Split's lists": () => new Requests(http).pages(item, "/things", 50),
  "Split's change requests": () => new ChangeRequestClient(new Requests(http)).open("production"),
  "Vercel's lists": () => new VercelClient(http, {}).segments("prj"),
};
/** One page, in the form of whoever asks. */
function page(path: string, id: number, next: string | null, rows = 1): unknown {
  const things = Array.from({ length: rows }, (_, at) => ({
    id: id * 1000 + at,
    identifier: `i${id}`,
    identity_uuid: `u${id}`,
  }));
  if (path.includes("edge-identities")) return { results: things, last_evaluated_key: next };
  if (path.startsWith("/v1/")) return { data: [], pagination: { next } };
  if (path.includes("/changeRequests")) return { data: [change(id)], nextMarker: next };
  if (path.startsWith("/internal")) return { objects: things };
  return { results: things, next: next === null ? null : `/api/v1/things/?page=${next}` };
}
const change = (id: number): object => ({ id: String(id), status: "REQUESTED" });

async function failure(work: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await work.then(
    () => new Error("it ended"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HttpError)) throw error;
  expect(error.details).toMatchObject({ kind: "not-json", host: HOST });
  return error;
}

const CIRCLES = Object.entries(READS).filter(([name]) => name !== "Split's lists" && name !== "Split's change requests");
test.each(CIRCLES)("%s that lead back to themselves", async (_name, read) => {
  answer = (path, count) => page(path, count, "a");
  expect((await failure(read())).message).toMatch(/a list never ends: page \d links back to a page that was already read/);
  expect(asked.length).toBeLessThanOrEqual(3);
});

test.each(CIRCLES)("%s that lead in a circle", async (_name, read) => {
  answer = (path, count) => page(path, count, "abc".charAt(count % 3));
  await failure(read());
  expect(asked.length).toBeLessThanOrEqual(5);
});

test.each(Object.entries(READS))("%s that go on for ever", async (_name, read) => {
  answer = (path, count) => page(path, count, String(count + 1));
  expect((await failure(read())).message).toMatch(/1000 pages came, and there are still more/);
  expect(asked).toHaveLength(1000);
});

test("more than a total says is told of much earlier", async () => {
  answer = (_path, count) => ({
    results: [...Array(500).keys()].map((id) => ({ id })),
    next: `/api/v1/x/?page=${count}`,
    count: 10,
  });
  expect((await failure(new FlagsmithClient(http).list(item, "/api/v1/x/"))).message).toContain("the total is 10");
  expect(asked.length).toBeLessThanOrEqual(4);
});

test("a total of keys that grows with them", async () => {
  answer = (_path, count) => ({ keys: [{ key: `k${count}` }], count: count * 2 });
  expect((await failure(new SegmentClient(new Requests(http)).keys("e", "s"))).message).toContain("10000 pages");
});

test.each(["mailto:.evil.example.com/x", "data:@evil.example.com/", "http://[", "javascript:1", "ftp://x/y"])(
  "a next page at %j is no address, and nobody else is asked",
  async (next) => {
    answer = () => ({ results: [], next });
    expect((await failure(new FlagsmithClient(http).list(item, "/api/v1/x/"))).message).toContain("next page is not valid");
    expect(asked).toEqual(["/api/v1/x/"]);
  },
);
