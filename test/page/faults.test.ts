import type { Page } from "playwright-core";
import { type SplitEmulator, startSplitEmulator } from "../../src/emulator/split/emulator";
import { useBrowser } from "./browser";

/** Faults on demand, and who may ask for them. */

const browser = useBrowser();
let emulator: SplitEmulator;
let page: Page;
beforeEach(async () => {
  emulator = await startSplitEmulator();
  page = await browser().open(emulator.url);
});
afterEach(() => emulator.stop());

const emulatorKey = "the admin key";
const WORKSPACES = "/internal/api/v2/workspaces";

function request(path = WORKSPACES): Promise<Response> {
  return fetch(`${emulator.url}${path}`, { headers: { authorization: `Bearer ${emulator.key}` } });
}

const status = (words: string) => page.locator("#fault-status", { hasText: words });
const press = (name: string) => page.getByRole("button", { name, exact: true }).click();

test("a fault meets the requests that it is for, and shows how many", async () => {
  await page.getByLabel("Control token").fill(emulator.controlToken);
  await page.getByLabel("What goes wrong").selectOption("503, but it was written");
  await page.getByLabel("Method", { exact: true }).selectOption("GET");
  await page.getByLabel("Path", { exact: true }).fill(WORKSPACES);
  await page.getByLabel("How many", { exact: true }).fill("2");
  await press("Set the fault");
  await status("The fault is set.").waitFor();
  const fault = page.locator("#fault-list li");
  expect(await fault.innerText()).toBe(`503, but it was written: GET, ${WORKSPACES}, requests 1 to 2 (0 matched so far)`);
  expect((await request("/internal/api/v2/users")).status).toBe(200);
  expect([(await request()).status, (await request()).status, (await request()).status]).toEqual([503, 503, 200]);
  await page.locator("#fault-list li", { hasText: "(over)" }).waitFor();
  expect(await page.locator("#log-table .badge.fault").allInnerTexts()).toEqual(["fault: status", "fault: status"]);
});

test.each([
  ["429, with a time to wait", async (response: Response) => [response.status], [429]],
  ["500, and nothing was written", async (response: Response) => [response.status], [500]],
  ["403, not permitted", async (response: Response) => [response.status], [403]],
  [
    "A proxy's page instead of the answer",
    async (response: Response) => [(await response.text()).includes("<html")],
    [true],
  ],
] as const)("%s", async (kind, read, expected) => {
  await page.getByLabel("Control token").fill(emulator.controlToken);
  await page.getByLabel("What goes wrong").selectOption(kind);
  await press("Set the fault");
  await status("The fault is set.").waitFor();
  expect((await page.locator("#fault-list li").innerText()).startsWith(`${kind}: any method`)).toBe(true);
  expect(await read(await request())).toEqual(expected);
});

test.each(["Connection dropped, and nothing was written", "The answer breaks off in the middle"])("%s", async (kind) => {
  await page.getByLabel("Control token").fill(emulator.controlToken);
  await page.getByLabel("What goes wrong").selectOption(kind);
  await press("Set the fault");
  await status("The fault is set.").waitFor();
  await expect(request().then((response) => response.text())).rejects.toThrow();
});

test("every kind that the page offers is one that the emulator knows", async () => {
  await page.getByLabel("Control token").fill(emulator.controlToken);
  const kinds = await page.getByLabel("What goes wrong").locator("option").allInnerTexts();
  for (const [at, kind] of kinds.entries()) {
    await page.getByLabel("What goes wrong").selectOption(kind);
    await press("Set the fault");
    await page.locator("#fault-list li").nth(at).waitFor();
  }
  const listed = await page.locator("#fault-list li").allInnerTexts();
  expect(listed.map((each) => each.split(": any method")[0])).toEqual(kinds);
  await press("Clear faults");
  await status("There are no faults any more.").waitFor();
  expect(await page.locator("#fault-list li").count()).toBe(0);
  expect((await request()).status).toBe(200);
});

test.each(["wrong", "", "ключ\n", emulatorKey])("without the control token nothing happens: %j", async (token) => {
  browser().allow(/status of 401/);
  await page.getByLabel("Control token").fill(token === emulatorKey ? emulator.key : token);
  await press("Set the fault");
  if (token !== "") await status("control token").waitFor();
  await press("Clear requests");
  await status(token === "" ? "Enter the control token first." : "control token").waitFor();
  expect((await request()).status).toBe(200);
  expect(emulator.requests()).toHaveLength(1);
});

test("what the emulator refuses is said", async () => {
  browser().allow(/status of 400/);
  await page.getByLabel("Control token").fill(emulator.controlToken);
  await page.getByLabel("Path", { exact: true }).fill("*".repeat(11));
  await press("Set the fault");
  await status("a path takes ten * at most").waitFor();
});

test("the requests are cleared on demand, in the page and for others", async () => {
  await request();
  await page.locator("#log-table tbody tr").first().waitFor();
  await page.getByLabel("Control token").fill(emulator.controlToken);
  await press("Clear requests");
  await status("The requests are cleared.").waitFor();
  await page.locator("#log-status", { hasText: "No requests yet." }).waitFor();
  expect(await page.locator("#log-table tbody tr").count()).toBe(0);
  expect(emulator.requests()).toEqual([]);
});

test("the token is kept nowhere", async () => {
  await page.getByLabel("Control token").fill(emulator.controlToken);
  await press("Show faults");
  await status("No fault is set.").waitFor();
  const kept = await page.evaluate(() => [
    document.cookie,
    JSON.stringify({ ...localStorage }),
    JSON.stringify({ ...sessionStorage }),
    location.href,
  ]);
  expect(kept.join(" ")).not.toContain(emulator.controlToken);
  expect(await page.locator("html").evaluate((html) => html.outerHTML)).not.toContain(emulator.controlToken);
  await page.reload();
  expect(await page.getByLabel("Control token").inputValue()).toBe("");
});
