import { request } from "node:http";
import { startFlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import { startMixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import { startSplitEmulator } from "../../../src/emulator/split/emulator";
import { startVercelEmulator } from "../../../src/emulator/vercel/emulator";
import { PathPattern } from "../../../src/emulator/wire/server/path-pattern";
import type { RunningEmulator } from "../../../src/emulator/wire/server/start";

type Headers = Readonly<Record<string, string>>;
interface Open {
  readonly server: RunningEmulator;
  /** Where something is made, and with which credential. */
  readonly path: string;
  readonly headers: Headers;
}

const EMULATORS: readonly (readonly [string, () => Promise<Open>])[] = [
  [
    "Flagsmith",
    async () => {
      const server = await startFlagsmithEmulator();
      return { server, path: "/api/v1/projects/", headers: { authorization: `Api-Key ${server.key}` } };
    },
  ],
  [
    "Split",
    async () => {
      const server = await startSplitEmulator();
      return { server, path: "/internal/api/v2/workspaces", headers: { authorization: `Bearer ${server.key}` } };
    },
  ],
  [
    "Vercel",
    async () => {
      const server = await startVercelEmulator({ seed: { projects: [{ name: "shop" }] } });
      const path = `/v1/projects/shop/feature-flags/flags?teamId=${server.team.id}`;
      return { server, path, headers: { authorization: `Bearer ${server.key}` } };
    },
  ],
  [
    "Mixpanel",
    async () => {
      const server = await startMixpanelEmulator();
      const pair = Buffer.from(`${server.username}:${server.secret}`).toString("base64");
      const path = `/api/app/projects/${String(server.planted.projects[0]?.id)}/cohorts`;
      return { server, path, headers: { authorization: `Basic ${pair}` } };
    },
  ],
];

/** The status of a request, of whose body only so much is sent as is given. */
function statusOf({ url }: RunningEmulator, path: string, headers: Headers, body: string, method = "POST"): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      sent.destroy();
    });
    sent.on("error", reject);
    sent.write(body);
    if (headers["content-length"] === undefined) sent.end();
  });
}

const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

describe.each(EMULATORS)("the emulated %s", (_name, start) => {
  let open: Open;
  let json: Headers;
  beforeAll(async () => {
    open = await start();
    json = { ...open.headers, "content-type": "application/json" };
  });
  afterAll(() => open.server.stop());

  test("refuses strangers before their body is read", async () => {
    const unfinished = { ...json, "content-length": "1000000" };
    expect(await statusOf(open.server, open.path, { ...unfinished, host: "evil.example.com" }, "{")).toBe(421);
    expect(await statusOf(open.server, open.path, { ...unfinished, origin: "https://evil.example.com" }, "{")).toBe(403);
    expect(await statusOf(open.server, "/__emulator__/faults", unfinished, "{")).toBe(401);
  });

  test("reads no body of more than ten megabytes, whether it says so or not", async () => {
    const said = { ...json, "content-length": String(10 * 1024 * 1024 + 1) };
    expect(await statusOf(open.server, open.path, said, "{")).toBe(413);
    const chunked = { ...json, "transfer-encoding": "chunked" };
    expect(await statusOf(open.server, open.path, chunked, " ".repeat(10 * 1024 * 1024 + 1))).toBe(413);
  });

  test("answers 400 to bodies that no recursion ends well over, and goes on", async () => {
    for (const body of [deep(50_000), `{"name":${deep(50_000)}}`, '{"a":'.repeat(50_000)]) {
      expect(await statusOf(open.server, open.path, json, body)).toBe(400);
    }
    expect(await statusOf(open.server, open.path, open.headers, "", "GET")).toBe(200);
  });

  test("answers a value without a text with 400, or as any other value of a wrong type", async () => {
    const textless = '{"toString":null}';
    for (const name of ["name", "slug", "key", "project", "organisation", "kind", "tags", "data"]) {
      for (const body of [`{"${name}":${textless}}`, `{"${name}":[${textless}]}`, `[${textless}]`, textless]) {
        const status = await statusOf(open.server, open.path, json, body);
        // A few bodies crash the real Flagsmith, whatever is in them.
        const plain = await statusOf(open.server, open.path, json, body.replaceAll("toString", "a"));
        expect({ body, answered: [400, plain].includes(status) }).toEqual({ body, answered: true });
      }
    }
  });

  test("takes no path of a fault that is all holes", async () => {
    const control = { authorization: `Bearer ${open.server.controlToken}`, "content-type": "application/json" };
    for (const path of [`/${"*a".repeat(30)}`, "/".repeat(1001)]) {
      const fault = JSON.stringify({ kind: "drop", path });
      expect(await statusOf(open.server, "/__emulator__/faults", control, fault)).toBe(400);
    }
    expect(await statusOf(open.server, "/__emulator__/faults", control, '{"kind":{"toString":null}}')).toBe(400);
  });
});

test.each([
  ["/a/{id}/b", "/a/1/b", true],
  ["/a/{id}/b", "/a//b", false],
  ["/a/{id}/b", "/a/1/2/b", false],
  ["/a/{id}", "/a/12", true],
  ["/a/*", "/a/", true],
  ["/a/*", "/a/b/c", true],
  ["/a/*/c", "/a/b/d", false],
  ["/*{id}", "/a/b", true],
  ["/a.c", "/abc", false],
  ["*", "", true],
])("the path %s of a fault and %s: %s", (pattern, path, expected) => {
  expect(new PathPattern(pattern).matches(path)).toBe(expected);
});

test("many holes in a path take no more time than one", () => {
  expect(new PathPattern(`${"*a".repeat(10)}b`).matches("a".repeat(16_000))).toBe(false);
});
