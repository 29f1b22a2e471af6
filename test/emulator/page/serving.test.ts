import { createHash } from "node:crypto";
import { request } from "node:http";
import { startFlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import { startMixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import { startSplitEmulator } from "../../../src/emulator/split/emulator";
import { startVercelEmulator } from "../../../src/emulator/vercel/emulator";
import type { RunningEmulator } from "../../../src/emulator/wire/server/start";

/** Who gets the page at the root, and how it is sent. */

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
const AXIOS = "application/json, text/plain, */*";

const EMULATORS: readonly (readonly [string, () => Promise<RunningEmulator>, number, string])[] = [
  ["Flagsmith", startFlagsmithEmulator, 404, "text/html; charset=utf-8"],
  ["Split", startSplitEmulator, 401, "application/json"],
  ["Vercel Flags", startVercelEmulator, 403, "application/json"],
  ["Mixpanel", startMixpanelEmulator, 404, "text/html; charset=utf-8"],
];

let emulator: RunningEmulator;
afterEach(() => emulator.stop());

function get(path: string, headers: Readonly<Record<string, string>>, method = "GET"): Promise<Response> {
  return fetch(`${emulator.url}${path}`, { method, headers });
}

describe.each(EMULATORS)("%s", (platform, start, status, type) => {
  beforeEach(async () => {
    emulator = await start();
  });

  test("browsers get the page", async () => {
    const response = await get("/", { accept: BROWSER });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const page = await response.text();
    expect(page).toMatch(/^<!doctype html>\s*<html lang="en">/);
    expect(page).toContain(`<title>${platform} emulator</title>`);
    expect(page).not.toContain("{{");
    expect(emulator.requests()).toEqual([]);
  });

  test("API clients get what the platform answers, and are in the log", async () => {
    for (const accept of ["*/*", AXIOS, "text/html;q=0, */*", "application/json"]) {
      const response = await get("/", { accept });
      expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
      expect(await response.text()).not.toContain(" emulator</title>");
    }
    for (const method of ["POST", "PUT", "DELETE"]) {
      expect(await (await get("/", { accept: BROWSER }, method)).text()).not.toContain(" emulator</title>");
    }
    expect(emulator.requests()).toHaveLength(7);
  });
});

describe("the page", () => {
  beforeEach(async () => {
    emulator = await startFlagsmithEmulator();
  });

  test("runs its own script and style, and loads nothing from elsewhere", async () => {
    const response = await get("/", { accept: BROWSER });
    const page = await response.text();
    const policy = response.headers.get("content-security-policy") ?? "";
    for (const tag of ["script", "style"]) {
      const [, text = ""] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
      expect(text.length).toBeGreaterThan(1000);
      expect(policy).toContain(`${tag}-src 'sha256-${createHash("sha256").update(text).digest("base64")}'`);
    }
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|http/);
    const linked = page.match(/(?:src|href|action)="[^"#][^"]*"/g) ?? [];
    expect(linked.filter((each) => !each.startsWith('href="data:'))).toEqual([]);
    expect(page.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:\/\//);
    expect(page).not.toMatch(/ on\w+="|style="/);
    expect(page.length).toBeLessThan(60_000);
  });

  test("is not kept, framed, guessed or referred to by others", async () => {
    const { headers } = await get("/", { accept: BROWSER });
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("vary")).toBe("accept");
    const flags = await get("/__emulator_page__/flags", {});
    expect(flags.headers.get("cache-control")).toBe("no-store");
    expect(flags.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("HEAD gets its headers only", async () => {
    const response = await get("/", { accept: BROWSER }, "HEAD");
    expect(response.status).toBe(200);
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(10_000);
    expect(await response.text()).toBe("");
  });

  test.each([
    ["/", { accept: BROWSER, origin: "https://evil.example" }, 403],
    ["/__emulator_page__/flags", { origin: "https://evil.example" }, 403],
    ["/__emulator_page__/log", { origin: "https://evil.example" }, 403],
  ])("%s is nothing for a page from elsewhere", async (path, headers, status) => {
    expect((await get(path, headers)).status).toBe(status);
  });

  test.each(["/", "/__emulator_page__/flags", "/__emulator_page__/log"])(
    "%s does not answer to another name",
    async (path) => {
      const { port } = new URL(emulator.url);
      const status = await new Promise((resolve, reject) => {
        const sent = request({ port, path, headers: { host: "evil.example", accept: BROWSER } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.once("error", reject);
        sent.end();
      });
      expect(status).toBe(421);
    },
  );

  test("has no other parts", async () => {
    for (const [path, method] of [
      ["/__emulator_page__/", "GET"],
      ["/__emulator_page__/served", "GET"],
      ["/__emulator_page__/flags", "POST"],
      ["/__emulator_page__/log", "POST"],
    ] as const) {
      expect((await get(path, {}, method)).status).toBe(404);
    }
    expect(emulator.requests()).toEqual([]);
  });

  test.each([
    ["{", /JSON/],
    ["{}", /project/],
    ['{"project":"1","environment":"1","identity":"","traits":{}}', /enter an identity/],
    ['{"project":"1","environment":"1","identity":"a","traits":{}}', /no such environment/],
    ['{"project":"1","environment":"1","identity":"a","traits":{"a":{}}}', /traits/],
  ])("says what is wrong with the question %s", async (body, words) => {
    const response = await fetch(`${emulator.url}/__emulator_page__/served`, { method: "POST", body });
    expect(response.status).toBe(400);
    expect(((await response.json()) as { detail: string }).detail).toMatch(words);
  });

  test("works without any project", async () => {
    expect(await (await get("/__emulator_page__/flags", {})).json()).toMatchObject({
      project: null,
      projects: [],
      flags: [],
    });
  });

  test("ends with the emulator, though somebody follows the log", async () => {
    const response = await get("/__emulator_page__/log", {});
    const reader = response.body?.getReader();
    await reader?.read();
    await emulator.stop();
    await expect(reader?.read().then(({ done }) => done)).rejects.toThrow();
  });
});
