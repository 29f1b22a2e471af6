import type { Page } from "playwright-core";
import { startPageWorld } from "../support/page-world";
import type { PlatformWorkbench } from "../support/platform-workbench";
import { useBrowser } from "./browser";

/** What assistive technology finds on the page. */

const browser = useBrowser();
let workbench: PlatformWorkbench;
beforeAll(async () => {
  workbench = await startPageWorld("vercel");
});
afterAll(() => workbench.stop());

let page: Page;
beforeEach(async () => {
  page = await browser().open(workbench.server.url);
});

test("has a title, a language and one heading that says where one is", async () => {
  expect(await page.title()).toBe("Vercel Flags emulator");
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect(await page.locator("h1").allInnerTexts()).toEqual(["Vercel Flags emulator"]);
});

test("has landmarks, and a heading for each part", async () => {
  for (const role of ["banner", "navigation", "main"] as const) expect(await page.getByRole(role).count()).toBe(1);
  const parts = ["Flags", "Who is served what, and why", "Requests", "Faults"];
  for (const name of parts) expect(await page.getByRole("region", { name, exact: true }).count()).toBe(1);
  const headings = await page.locator("h1, h2, h3, h4, h5, h6").evaluateAll((all) => all.map((each) => each.tagName));
  expect(headings).toEqual(["H1", "H2", "H2", "H2", "H2"]);
  const outside = await page
    .locator("body > *")
    .evaluateAll((all) => all.filter((each) => !each.matches("a.skip, header, main, noscript, script")).length);
  expect(outside).toBe(0);
});

test("links lead to parts that exist, and no id is there twice", async () => {
  const targets = await page.locator('a[href^="#"]').evaluateAll((all) => all.map((each) => each.getAttribute("href")));
  expect(targets.length).toBeGreaterThan(4);
  for (const target of targets) expect(await page.locator(String(target)).count()).toBe(1);
  const ids = await page.locator("[id]").evaluateAll((all) => all.map((each) => each.id));
  expect(ids).toEqual([...new Set(ids)]);
});

test("tables have captions, and every header says what it heads", async () => {
  await ask(page, "ada");
  const tables = page.locator("table");
  expect(await tables.count()).toBe(3);
  for (const table of await tables.all()) {
    expect((await table.locator("caption").innerText()).trim()).not.toBe("");
    const scopes = await table.locator("th").evaluateAll((all) => all.map((each) => each.getAttribute("scope")));
    expect(scopes.filter((each) => each !== "col" && each !== "row")).toEqual([]);
    expect(await table.locator('thead th[scope="col"]').count()).toBeGreaterThan(2);
  }
  expect(await page.getByRole("columnheader", { name: "production", exact: true }).count()).toBe(1);
  expect(await page.getByRole("rowheader", { name: /^banner/ }).count()).toBe(2);
});

test("every control has a name, and hints belong to their fields", async () => {
  await page.getByRole("button", { name: "Add a trait" }).click();
  const unnamed = await page.locator("input, select, textarea, button, summary, [tabindex='0']").evaluateAll((all) =>
    all
      .filter((each) => {
        const labels = "labels" in each ? [...((each as HTMLInputElement).labels ?? [])] : [];
        const referred = each.getAttribute("aria-labelledby") ?? "";
        const texts = [...labels, each.matches("input, select") ? null : each, document.getElementById(referred)];
        return !texts.some((text) => (text?.textContent ?? "").trim() !== "");
      })
      .map((each) => each.outerHTML),
  );
  expect(unnamed).toEqual([]);
  const described = await page
    .locator("[aria-describedby]")
    .evaluateAll((all) =>
      all.map((each) => document.getElementById(each.getAttribute("aria-describedby") ?? "")?.textContent?.trim()),
    );
  expect(described.length).toBeGreaterThan(2);
  expect(described.filter((each) => each === undefined || each === "")).toEqual([]);
  const group = page.getByRole("group", { name: "Trait 1" });
  for (const name of ["Name", "Type", "Value"]) expect(await group.getByLabel(name, { exact: true }).count()).toBe(1);
  expect(await page.getByRole("button", { name: "Remove trait 1" }).count()).toBe(1);
});

test("what changes by itself is a status; the log itself is none", async () => {
  const live = await page
    .locator("[role=status], [role=alert], [aria-live]")
    .evaluateAll((all) => all.map((each) => each.id));
  expect(live.sort()).toEqual(["fault-status", "flags-status", "log-status", "person-status", "problem"]);
  expect(
    await page.locator("#log-table").evaluate((table) => table.closest("[role=status], [aria-live], [role=log]")),
  ).toBeNull();
});

test("on and off are words, not only colours", async () => {
  const words = await page.locator("#flags-table .badge").allInnerTexts();
  expect(words.length).toBeGreaterThan(8);
  expect(words.filter((each) => !/^(On|Off|Live|Paused|Archived|Not set up)$/.test(each))).toEqual([]);
});

async function ask(shown: Page, identity: string): Promise<void> {
  await shown.getByLabel("Identity", { exact: true }).fill(identity);
  await shown.getByRole("button", { name: "Show what is served" }).click();
  await shown.locator("#answers tbody tr").first().waitFor();
}
