import type { Page } from "playwright-core";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { useBrowser } from "./browser";

/** What changes while the page is open. */

const browser = useBrowser();
let emulator: FlagsmithEmulator;
let page: Page;

const seed = { projects: [{ name: "Shop", environments: [{ name: "production", key: "production-key" }] }] };

beforeEach(async () => {
  emulator = await startFlagsmithEmulator({ seed });
});
afterEach(() => emulator.stop());

async function send(method: string, path: string, body?: object): Promise<void> {
  const headers = { authorization: `Api-Key ${emulator.key}`, "content-type": "application/json" };
  const response = await fetch(`${emulator.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  await response.text();
}

const features = (): string => `/api/v1/projects/${emulator.planted.projects[0]?.id ?? 0}/features/`;
const rows = () => page.locator("#log-table tbody tr");

async function cells(at: number): Promise<readonly string[]> {
  const texts = await rows().nth(at).locator("td").allInnerTexts();
  return texts.map((each) => each.trim());
}

test("requests appear as they come, the newest first, with what they are about", async () => {
  page = await browser().open(emulator.url);
  expect(await page.locator("#log-status").innerText()).toBe("No requests yet.");
  await send("POST", features(), { name: "banner" });
  await send("GET", "/api/v1/nowhere/");
  await rows().nth(1).waitFor();
  const [time, ...newest] = await cells(0);
  expect(time).toMatch(/^\d\d:\d\d:\d\d$/);
  expect(newest.slice(0, 4)).toEqual(["GET", "/api/v1/nowhere/", "unknown path", "404"]);
  expect((await cells(1)).slice(1, 5)).toEqual(["POST", features(), "features banner, project Shop", "201"]);
  expect((await cells(1))[5]).toMatch(/^\d+$/);
});

test("flags change with the writes, without a reload", async () => {
  page = await browser().open(emulator.url);
  expect(await page.locator("#flags-status").innerText()).toBe("There is no such flag.");
  await send("POST", features(), { name: "banner", initial_value: "1" });
  const row = page.locator("#flags-table tbody tr");
  await row.waitFor();
  expect(await row.innerText()).toMatch(/banner\s+Off 1/);
});

test("an answer that is shown follows the flags", async () => {
  await send("POST", features(), { name: "banner" });
  page = await browser().open(emulator.url);
  await page.getByLabel("Identity", { exact: true }).fill("ada");
  await page.keyboard.press("Enter");
  await page.locator("#answers tbody tr").first().waitFor();
  const said = await page.locator("#person-status").innerText();
  await send("POST", features(), { name: "second", default_enabled: true });
  await page.locator("#answers tbody tr").nth(1).waitFor();
  expect(await page.locator("#answers tbody tr").nth(1).innerText()).toMatch(/second\s+On\s+Default of production/);
  // Nobody is told again what nobody asked again.
  expect(await page.locator("#person-status").innerText()).toBe(said);
});

test("a screen reader is not told of each request", async () => {
  page = await browser().open(emulator.url, {}, (shown) => shown.clock.install());
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    const status = document.querySelector("#log-status");
    if (status)
      new MutationObserver(() => told.push(status.textContent ?? "")).observe(status, {
        childList: true,
        characterData: true,
        subtree: true,
      });
  });
  await page.clock.pauseAt(new Date(Date.now() + 60_000));
  for (let at = 0; at < 40; at += 1) await send("GET", `/version/?at=${at}`);
  await page.waitForFunction(() => document.querySelector("#log-table tbody") !== null);
  const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
  await page.clock.runFor(1000);
  await rows().nth(39).waitFor({ state: "attached" });
  expect((await told()).length).toBeLessThanOrEqual(1);
  await page.clock.runFor(5000);
  const all = await told();
  expect(all.length).toBeLessThanOrEqual(2);
  expect(all.at(-1)).toBe("40 requests; the last: GET version, 200.");
});

test("pauses, and goes on with what came meanwhile", async () => {
  page = await browser().open(emulator.url);
  await send("GET", "/version/?at=1");
  await rows().first().waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  expect(await page.getByRole("button", { name: "Pause", pressed: true }).count()).toBe(1);
  await send("POST", features(), { name: "banner" });
  // The write has reached the page, and yet no row has.
  await page.locator("#flags-table tbody tr").waitFor();
  expect(await rows().count()).toBe(1);
  await page.getByRole("button", { name: "Pause" }).click();
  await rows().nth(1).waitFor();
  expect((await cells(0))[1]).toBe("POST");
});

test("shows only writes on demand", async () => {
  page = await browser().open(emulator.url);
  await page.getByLabel("Only writes").check();
  await send("GET", "/version/");
  await send("POST", features(), { name: "banner" });
  await rows().nth(1).waitFor({ state: "attached" });
  expect(await page.locator("#log-table tbody tr:visible").count()).toBe(1);
  await page.getByLabel("Only writes").uncheck();
  expect(await page.locator("#log-table tbody tr:visible").count()).toBe(2);
});

test("keeps two hundred rows, however many come", async () => {
  page = await browser().open(emulator.url);
  for (let at = 0; at < 260; at += 1) await send("GET", `/version/?at=${at}`);
  await page.locator("#log-table tbody tr", { hasText: "?at=259" }).waitFor();
  expect(await rows().count()).toBe(200);
});

test("says when the emulator is gone, and is there again by itself when it is", async () => {
  // What the browser itself says of failed connections.
  browser().allow(/^console: Failed to load resource|ERR_/);
  page = await browser().open(emulator.url);
  const { port } = new URL(emulator.url);
  await emulator.stop();
  await page.getByRole("alert").filter({ hasText: "The emulator does not answer" }).waitFor();
  emulator = await startFlagsmithEmulator({
    port: Number(port),
    seed: { projects: [{ ...seed.projects[0], name: "Shop", features: [{ name: "reborn" }] }] },
  });
  await page.getByRole("rowheader", { name: "reborn" }).waitFor();
  await page.getByRole("alert").waitFor({ state: "hidden" });
});

test("shows projects one at a time", async () => {
  emulator.seed({ projects: [{ name: "Bank", environments: [{ name: "live" }], features: [{ name: "loans" }] }] });
  page = await browser().open(emulator.url);
  await page.getByLabel("Project").selectOption("Bank");
  await page.getByRole("rowheader", { name: "loans" }).waitFor();
  expect(await page.getByRole("columnheader").allInnerTexts()).toContain("live");
  expect(await page.getByLabel("Environment", { exact: true }).locator("option").allInnerTexts()).toEqual(["live"]);
});

test("finds a flag among many, and says how many there are", async () => {
  emulator.seed({
    projects: [
      {
        name: "Many",
        environments: [{ name: "live" }],
        features: Array.from({ length: 400 }, (_, at) => ({ name: `flag-${at}` })),
      },
    ],
  });
  page = await browser().open(emulator.url);
  await page.getByLabel("Project").selectOption("Many");
  await page.locator("#flags-status", { hasText: "The first 300 of 400 flags." }).waitFor();
  await page.getByLabel("Find a flag").fill("FLAG-399");
  await page.locator("#flags-status", { hasText: "One flag." }).waitFor();
  expect(await page.locator("#flags-table tbody tr").count()).toBe(1);
});
