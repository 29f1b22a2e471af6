import type { HttpRequest, RawAnswer } from "../../../src/http/request";
import { networkFailure, rawAnswer, silence } from "../../support/fake-wire";

/** What a hostile server has at hand. */
export interface Scene {
  readonly request: HttpRequest;
  readonly signal: AbortSignal;
  /** From 1. */
  readonly count: number;
  /** The credential that came, in every spelling that there is. */
  readonly echo: string;
  /** Of the server itself. */
  readonly root: string;
  /** Lets virtual time go by. */
  advance(milliseconds: number): Promise<void>;
}

export interface Behaviour {
  readonly name: string;
  answer(scene: Scene): RawAnswer | Promise<RawAnswer>;
  /** How often one request may be sent, in all; by default once. */
  readonly tries?: number;
  /** How long one operation may take, in virtual milliseconds; by default none at all. */
  readonly time?: number;
  /** What it says may be true: then the operation may end well. What it must not do is to tell, to hang or to storm. */
  readonly mayPass?: true;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const JSON_TYPE = { "content-type": "application/json" };
const HTML_TYPE = { "content-type": "text/html" };

const page = (title: string): string => `<html><head><title>${title}</title></head><body><p>${title}</p></body></html>`;
const says = (name: string, answer: (scene: Scene) => RawAnswer, more: Partial<Behaviour> = {}): Behaviour => ({
  name,
  answer,
  ...more,
});
const json = (name: string, body: (scene: Scene) => unknown, more: Partial<Behaviour> = {}): Behaviour =>
  says(name, (scene) => rawAnswer(200, body(scene), { ...JSON_TYPE, "x-request-id": scene.echo }), more);
const fails = (code: string, more: Partial<Behaviour> = {}): Behaviour => ({
  name: `the network says ${code}`,
  answer: ({ echo }) =>
    Promise.reject(Object.assign(networkFailure(code), { config: { headers: { authorization: echo } } })),
  ...more,
});
/** Five tries in all, with the pauses between them. */
const RETRIED = { tries: 5, time: MINUTE };

const NETWORK: readonly Behaviour[] = [
  fails("ECONNREFUSED", RETRIED),
  fails("ECONNRESET", RETRIED),
  fails("EAI_AGAIN", RETRIED),
  fails("ENOTFOUND", RETRIED),
  fails("EPROTO"),
  fails("CERT_HAS_EXPIRED"),
  fails("HPE_INVALID_CONSTANT"),
  fails("HPE_HEADER_OVERFLOW"),
  fails("ERR_SOMETHING_NEW", RETRIED),
  {
    name: "silence",
    answer: ({ signal, advance }) => {
      void advance(2 * MINUTE);
      return silence(signal);
    },
    tries: 2,
    time: 30 * MINUTE,
  },
];

const NOT_THE_API: readonly Behaviour[] = [
  says("a page with status 200", ({ echo }) => rawAnswer(200, page(`Sign in ${echo}`), HTML_TYPE)),
  says("a page that says it is JSON", ({ echo }) => rawAnswer(200, page(echo), JSON_TYPE)),
  says("a page behind a byte order mark", ({ echo }) => rawAnswer(200, `\uFEFF${page(echo)}`, HTML_TYPE)),
  says("nothing, with status 200", () => rawAnswer(200, "", JSON_TYPE)),
  says("white space, with status 200", () => rawAnswer(200, " \r\n\t ", JSON_TYPE)),
  says("204 where something is due", () => rawAnswer(204, ""), { mayPass: true }),
  says("205 where something is due", () => rawAnswer(205, ""), { mayPass: true }),
  says("206, the first half", ({ echo }) => rawAnswer(206, `{"results":[{"id":1,"name":"${echo}`, JSON_TYPE)),
  says("304 to whom asked for no version", () => rawAnswer(304, ""), { mayPass: true }),
  says("a status of its own (299)", ({ echo }) => rawAnswer(299, echo)),
  says("UTF-16 where UTF-8 is due", ({ echo }) =>
    rawAnswer(200, Buffer.from(`\uFEFF{"results":["${echo}"]}`, "utf16le").toString("utf8"), JSON_TYPE),
  ),
  says("JSON cut in the middle", ({ echo }) => rawAnswer(200, JSON.stringify({ results: [echo] }).slice(0, -3), JSON_TYPE)),
  says("JSON lines", ({ echo }) => rawAnswer(200, `{"id":1}\n{"id":2,"name":"${echo}"}\n`, JSON_TYPE)),
  says("JavaScript", ({ echo }) => rawAnswer(200, `callback({"results":["${echo}"]})`, JSON_TYPE)),
  says("NaN and Infinity", () => rawAnswer(200, '{"results":[NaN,Infinity]}', JSON_TYPE)),
  says("fifty thousand lists in each other", () => rawAnswer(200, "[".repeat(50_000) + "]".repeat(50_000), JSON_TYPE)),
  says("objects nested 150 deep", ({ echo }) =>
    rawAnswer(200, `${'{"results":'.repeat(150)}"${echo.replace(/["\\]/g, "")}"${"}".repeat(150)}`, JSON_TYPE),
  ),
];

const WRONG_SHAPES: readonly Behaviour[] = [
  json("null", () => null),
  json("true", () => true),
  json("a number", () => 5),
  json("a text", ({ echo }) => echo),
  json("an empty object", () => ({})),
  json("a list of nulls", () => [null, null]),
  json("a list of lists", () => [[], [[]]]),
  json("a list where an object is due, and the other way round", () => ({ 0: { id: 1 }, length: 1 })),
  json("wrong types everywhere", ({ echo }) => ({
    ...{ results: [{ id: {}, name: [echo], uuid: 7, key: null }], next: 5, count: "many" },
    ...{ data: [{ id: [], slug: echo }], objects: { id: echo }, pagination: [], status: { ok: true } },
    ...{ totalCount: -1, offset: "x", limit: {}, nextMarker: {}, keys: echo, error: false, id: { [echo]: echo } },
  })),
  says("a key twice in one object", () =>
    rawAnswer(200, '{"results":[],"results":{"id":1},"data":[],"data":5,"objects":[],"objects":null}', JSON_TYPE),
  ),
  says("numbers that no double holds", () =>
    rawAnswer(
      200,
      '{"count":1e400,"results":[{"id":1e400,"name":1e400}],"data":[{"id":-1e999}],"objects":[{"id":1e400}],"totalCount":1e400}',
      JSON_TYPE,
    ),
  ),
  says("keys that every object has", () =>
    rawAnswer(200, '{"__proto__":{"results":[]},"constructor":{"id":1},"toString":null,"hasOwnProperty":1}', JSON_TYPE),
  ),
];

const REFUSALS: readonly Behaviour[] = [401, 403, 400, 409, 410, 412, 418, 422, 451].map((status) =>
  says(
    `${status} with JSON that repeats the credential`,
    ({ echo }) =>
      rawAnswer(
        status,
        { detail: echo, message: echo, error: { code: echo, message: echo }, [echo]: [echo], details: { name: [echo] } },
        { ...JSON_TYPE, "x-request-id": echo, "x-vercel-id": echo },
      ),
    // Some clients look again at what stands in the way; a conflict, and what is gone, mean something to them.
    { tries: 5, time: MINUTE, ...([409, 410, 412].includes(status) && { mayPass: true }) },
  ),
);

const PAGES: readonly Behaviour[] = [
  ...[401, 404, 405, 413, 500, 501].map((status) =>
    says(`${status} with a page`, ({ echo }) => rawAnswer(status, page(echo), HTML_TYPE), { tries: 3, time: MINUTE }),
  ),
  says("403 with a page", ({ echo }) => rawAnswer(403, page(echo), HTML_TYPE), RETRIED),
  ...[502, 503, 504].map((status) =>
    says(`${status} for ever`, ({ echo }) => rawAnswer(status, page(echo), HTML_TYPE), RETRIED),
  ),
  ...["0", "-5", new Date(0).toUTCString(), "soon", "1e9", "NaN", "0x10"].map((after) =>
    says(`503 with Retry-After: ${after}`, () => rawAnswer(503, "{}", { "retry-after": after }), RETRIED),
  ),
  says("500 with 200 KB of <", () => rawAnswer(500, "<".repeat(200_000), HTML_TYPE)),
  says("400 with a megabyte of escapes", ({ echo }) =>
    rawAnswer(400, { detail: `${echo}${"\\u0041&amp;%41".repeat(70_000)}` }, JSON_TYPE),
  ),
  says("400 with a hundred thousand fields", ({ echo }) =>
    rawAnswer(400, Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`f${at}`, echo])), JSON_TYPE),
  ),
  says("503 with Retry-After of a day", () => rawAnswer(503, "{}", { "retry-after": "86400" })),
];

const THROTTLES: readonly Behaviour[] = [
  ...["0", "-5", new Date(0).toUTCString(), "soon", "", "1,5", "١"].map((after) =>
    says(`429 with Retry-After: ${after}`, () => rawAnswer(429, "{}", { "retry-after": after }), {
      tries: 175,
      time: HOUR + 5 * MINUTE,
    }),
  ),
  says("429 without a word", () => rawAnswer(429, ""), { tries: 175, time: HOUR + 5 * MINUTE }),
  says("429 with Retry-After of a day", () => rawAnswer(429, "{}", { "retry-after": "86400" })),
  says("429 with Retry-After of a century", () => rawAnswer(429, "{}", { "retry-after": "999999999999" })),
  says("a budget that is used up until next year", () =>
    rawAnswer(429, "{}", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "40000000" }),
  ),
];

const REDIRECTS: readonly Behaviour[] = (
  [
    ["another host", ({ echo }) => `https://evil.example/?token=${encodeURIComponent(echo)}`],
    ["another host's name before the @", ({ echo }) => `https://${encodeURIComponent(echo)}@evil.example/`],
    ["a path that repeats it", ({ echo }) => `https://evil.example/${encodeURIComponent(echo)}`],
    ["itself", ({ root, request }) => `${root}${request.path}`],
    ["http", ({ request }) => `http://flags.example.com${request.path}`],
    ["nowhere", () => "\u001b]0;owned\u0007"],
    ["a script", () => "javascript:alert(1)"],
  ] satisfies [string, (scene: Scene) => string][]
).map(([name, target]) =>
  says(`a redirect to ${name}`, (scene) => rawAnswer(name === "itself" ? 307 : 302, "", { location: target(scene) })),
);

/** Lists in the form of whoever asks: empty, and never the last page. */
const listing =
  (next: (scene: Scene) => string) =>
  (scene: Scene): unknown => ({
    ...{ results: [], next: next(scene), last_evaluated_key: next(scene) },
    ...{ data: [], pagination: { next: next(scene) }, nextMarker: next(scene) },
    ...{ objects: [], offset: 0, limit: 50, totalCount: 1e9, keys: [], count: 1e9, status: "ok" },
  });

const LISTS: readonly Behaviour[] = [
  json(
    "a list whose next page is itself",
    listing(({ root, request }) => `${root}${request.path}`),
    { tries: 5 },
  ),
  json(
    "a list that goes in a circle",
    listing(({ root, count }) => `${root}/api/v1/x/?page=${count % 3}`),
    { tries: 8 },
  ),
  json(
    "a list that never ends",
    listing(({ root, count }) => `${root}/api/v1/x/?page=${count}`),
    { tries: 1005 },
  ),
  json(
    "a list whose next page is elsewhere",
    listing(({ echo }) => `https://evil.example/?k=${encodeURIComponent(echo)}`),
    {
      tries: 1005,
    },
  ),
  json(
    "a list whose next page is no address",
    listing(() => "http://["),
    { tries: 1005 },
  ),
].map((each) => ({ ...each, mayPass: true }) as const);

/** What a terminal would obey, and what turns a text's direction. */
const CONTROLS = "\u001b[2J\u001b]0;owned\u0007\r\b\u0000\u009b31m\u202e\u2066\u200f\u061c";
const TERMINALS: readonly Behaviour[] = [
  says("control characters in every text of a refusal", ({ echo }) =>
    rawAnswer(
      400,
      { detail: CONTROLS + echo, message: CONTROLS, error: { code: CONTROLS, message: CONTROLS }, [CONTROLS]: [CONTROLS] },
      { ...JSON_TYPE, "x-request-id": CONTROLS + echo },
    ),
  ),
  says("control characters in a page", () => rawAnswer(500, page(CONTROLS), { ...HTML_TYPE, "x-request-id": CONTROLS })),
  json("control characters in every name of a list", () => {
    const thing = { id: 1, uuid: CONTROLS, key: CONTROLS, name: CONTROLS, slug: CONTROLS, api_key: CONTROLS };
    return {
      results: [thing],
      next: null,
      data: [thing],
      objects: [thing],
      totalCount: 1,
      offset: 0,
      limit: 50,
      status: "ok",
    };
  }),
];

/** What every platform's client meets alike. */
const OF_THE_WIRE = [...NETWORK, ...PAGES, ...THROTTLES, ...REDIRECTS];
/** What each platform reads in its own way. */
const OF_THE_API = [...NOT_THE_API, ...WRONG_SHAPES, ...REFUSALS, ...LISTS, ...TERMINALS];

export const BEHAVIOURS: readonly (Behaviour & { readonly isOfTheWire: boolean })[] = [
  ...OF_THE_WIRE.map((each) => ({ ...each, isOfTheWire: true })),
  ...OF_THE_API.map((each) => ({ ...each, isOfTheWire: false })),
];
