import { request } from "node:http";
import { connect } from "node:net";
import { startFlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import { startMixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import { startSplitEmulator } from "../../../src/emulator/split/emulator";
import { startVercelEmulator } from "../../../src/emulator/vercel/emulator";
import type { RunningEmulator } from "../../../src/emulator/wire/server/start";

/** Who may talk to an emulator: whoever has its credential, from this machine, and no page in a browser. */

interface Open {
  readonly server: RunningEmulator;
  readonly path: string;
  /** The right credential, and others. */
  readonly right: Headers;
  readonly wrong: readonly Headers[];
}
type Headers = Readonly<Record<string, string>>;

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString("base64")}`;

const EMULATORS: readonly (readonly [string, () => Promise<Open>])[] = [
  [
    "Flagsmith",
    async () => {
      const server = await startFlagsmithEmulator();
      const right = { authorization: `Api-Key ${server.key}` };
      const wrong = [{ authorization: `Api-Key x${server.key}` }, { authorization: `Bearer ${server.controlToken}` }];
      return { server, path: "/api/v1/projects/", right, wrong };
    },
  ],
  [
    "Split",
    async () => {
      const server = await startSplitEmulator();
      const right = { authorization: `Bearer ${server.key}` };
      const wrong = [{ authorization: `Bearer x${server.key}` }, { "x-api-key": server.controlToken }];
      return { server, path: "/internal/api/v2/workspaces", right, wrong };
    },
  ],
  [
    "Vercel",
    async () => {
      const server = await startVercelEmulator({ seed: { projects: [{ name: "shop" }] } });
      const right = { authorization: `Bearer ${server.key}` };
      const wrong = [{ authorization: `Bearer x${server.key}` }, { authorization: `Bearer ${server.controlToken}` }];
      return { server, path: `/v1/projects/shop/feature-flags/flags?teamId=${server.team.id}`, right, wrong };
    },
  ],
  [
    "Mixpanel",
    async () => {
      const server = await startMixpanelEmulator();
      const right = { authorization: basic(`${server.username}:${server.secret}`) };
      const pairs = [`${server.username}:x`, `x:${server.secret}`, `${server.username}:${server.controlToken}`];
      const id = String(server.planted.projects[0]?.id);
      return {
        server,
        path: `/api/app/projects/${id}/workspaces`,
        right,
        wrong: pairs.map((each) => ({ authorization: basic(each) })),
      };
    },
  ],
];

const CONTROL = "/__emulator__/requests";

/** The status of a request with exactly these headers: `fetch` would not let a Host be set. */
function statusOf(server: RunningEmulator, path: string, headers: Headers, method = "GET"): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${server.url}${path}`, { method, headers, agent: false }, (response) => {
      response.resume().on("end", () => {
        resolve(response.statusCode ?? 0);
      });
    })
      .on("error", reject)
      .end();
  });
}

describe.each(EMULATORS)("the emulated %s", (_name, start) => {
  let open: Open;
  beforeAll(async () => {
    open = await start();
  });
  beforeEach(() => {
    open.server.resetRequests();
  });
  afterAll(() => open.server.stop());

  test("serves whoever has its credential, as tools and as local pages do", async () => {
    const { port } = new URL(open.server.url);
    const names = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, "shop.localhost"];
    for (const host of names) expect(await statusOf(open.server, open.path, { ...open.right, host })).toBe(200);
    const origin = "http://localhost:3000";
    expect(await statusOf(open.server, open.path, { ...open.right, origin })).toBe(200);
    expect(open.server.requests()).toHaveLength(names.length + 1);
  });

  test("serves nobody without it, or with another", async () => {
    for (const headers of [{}, ...open.wrong]) {
      expect([401, 403]).toContain(await statusOf(open.server, open.path, headers));
    }
  });

  test("its control endpoint takes its own token, and no credential of the platform", async () => {
    const own = { authorization: `Bearer ${open.server.controlToken}` };
    for (const headers of [{}, open.right, ...open.wrong.filter((each) => each["authorization"] !== own.authorization)]) {
      for (const method of ["GET", "DELETE", "POST"]) {
        expect(await statusOf(open.server, CONTROL, headers, method)).toBe(401);
        expect(await statusOf(open.server, "/__emulator__/faults", headers, method)).toBe(401);
        expect(await statusOf(open.server, "/__emulator__/evaluate", headers, method)).toBe(401);
      }
    }
    expect(await statusOf(open.server, CONTROL, own)).toBe(200);
  });

  test.each([
    ["a name that was made to point here", { host: "evil.example.com" }, 421],
    ["such a name with the right port", { host: "127.0.0.1.evil.example.com:80" }, 421],
    ["a name that begins like this machine's", { host: "localhost.evil.example.com" }, 421],
    ["a page of another site", { origin: "https://evil.example.com" }, 403],
    ["a page of no site", { origin: "null" }, 403],
    ["a page whose site begins like this machine", { origin: "http://127.0.0.1.evil.example.com" }, 403],
  ])("%s is refused, even with the right credential, and does nothing", async (_who, headers: Headers, status) => {
    const own = { authorization: `Bearer ${open.server.controlToken}` };
    open.server.fault({ kind: "status", status: 418, times: 1 });
    expect(await statusOf(open.server, open.path, { ...open.right, ...headers })).toBe(status);
    expect(await statusOf(open.server, CONTROL, { ...own, ...headers })).toBe(status);
    expect(await statusOf(open.server, "/__emulator__/faults", { ...own, ...headers }, "DELETE")).toBe(status);
    expect(open.server.requests()).toEqual([]);
    expect(await statusOf(open.server, open.path, open.right)).toBe(418);
  });

  test("listens on the loopback address that it names, and on no other", async () => {
    const { hostname, port } = new URL(open.server.url);
    expect(hostname).toBe("127.0.0.1");
    // As good as any other interface of the machine: who listens on all of them listens here too.
    const other = connect({ host: "127.0.0.2", port: Number(port) });
    const outcome = await new Promise((resolve) => {
      other.on("connect", () => {
        resolve("connected");
      });
      other.on("error", () => {
        resolve("refused");
      });
    });
    other.destroy();
    expect(outcome).toBe("refused");
  });
});
