import type { Page } from "playwright-core";
import { startPageWorld } from "../support/page-world";
import type { PlatformWorkbench } from "../support/platform-workbench";
import { useBrowser } from "./browser";
import { contrastOf, faintBorders, faintTexts } from "./contrast";

/** What people see: light and dark, wide and narrow, with motion and without. */

const browser = useBrowser();
let workbench: PlatformWorkbench;
beforeAll(async () => {
  workbench = await startPageWorld("mixpanel");
});
afterAll(() => workbench.stop());
afterEach(() => workbench.server.clearFaults());

/** Every kind of thing that the page can show. */
async function fill(page: Page): Promise<void> {
  const { server } = workbench;
  server.fault({ kind: "status", status: 500 });
  await fetch(`${server.url}/api/app/projects/1/feature-flags`);
  await page.getByLabel("Identity", { exact: true }).fill("ada");
  for (const kind of ["Text", "True or false"]) {
    await page.getByRole("button", { name: "Add a trait" }).click();
    await page.getByLabel("Name", { exact: true }).last().fill(kind);
    await page.getByLabel("Type", { exact: true }).last().selectOption(kind);
  }
  await page.getByRole("button", { name: "Show what is served" }).click();
  await page.getByLabel("Control token").fill(server.controlToken);
  await page.getByRole("button", { name: "Set the fault" }).click();
  await page.locator("#fault-list li").first().waitFor();
  await page.locator("#answers tbody tr").first().waitFor();
  await page.locator("#log-table .badge.fault").first().waitFor();
  await page.locator("#problem").evaluate((problem: HTMLElement) => {
    problem.hidden = false;
    problem.textContent = "Something is wrong.";
  });
}

test("the arithmetic of contrast is the standard's", () => {
  expect(contrastOf("rgb(0, 0, 0)", ["rgb(255, 255, 255)"])).toBeCloseTo(21);
  expect(contrastOf("rgb(119, 119, 119)", ["rgb(255, 255, 255)"])).toBeCloseTo(4.48, 2);
  expect(contrastOf("rgba(0, 0, 0, 0.5)", ["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"])).toBeCloseTo(3.98, 1);
});

test.each(["light", "dark"] as const)("every text is readable in %s", async (colorScheme) => {
  const page = await browser().open(workbench.server.url, { colorScheme, reducedMotion: "reduce" });
  await fill(page);
  const texts = await faintTexts(page, 4.5);
  expect(texts.seen).toBeGreaterThan(100);
  expect(texts.faint).toEqual([]);
  const borders = await faintBorders(page, 3);
  expect(borders.seen).toBeGreaterThan(10);
  expect(borders.faint).toEqual([]);
});

test("follows the system's choice of light and dark", async () => {
  const grounds: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser().open(workbench.server.url, { colorScheme });
    grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
  }
  const [light = "", dark = ""] = grounds;
  expect(contrastOf("rgb(0, 0, 0)", [light])).toBeGreaterThan(15);
  expect(contrastOf("rgb(255, 255, 255)", [dark])).toBeGreaterThan(15);
});

test("nothing moves for those who ask for that", async () => {
  for (const reducedMotion of ["reduce", "no-preference"] as const) {
    const page = await browser().open(workbench.server.url, { reducedMotion });
    await fill(page);
    const moving = await page.evaluate(
      () =>
        [document.documentElement, ...document.querySelectorAll("body *")].filter((each) => {
          const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(each);
          return animationName !== "none" || transitionDuration !== "0s" || scrollBehavior === "smooth";
        }).length,
    );
    if (reducedMotion === "reduce") expect(moving).toBe(0);
    else expect(moving).toBeGreaterThan(0);
  }
});

test.each([320, 375, 768, 1600])("%d pixels are enough: only tables scroll sideways", async (width) => {
  const page = await browser().open(workbench.server.url, { viewport: { width, height: 800 } });
  await fill(page);
  const { page: scrolled, wide } = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    wide: [...document.querySelectorAll("body *")]
      .filter((each) => !each.closest(".scroll table, .skip, .unseen") && each.checkVisibility())
      .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5 || each.getBoundingClientRect().left < -0.5)
      .map((each) => each.outerHTML.slice(0, 80)),
  }));
  expect(wide).toEqual([]);
  expect(scrolled).toBeLessThanOrEqual(width);
});

test("what is to be clicked is large enough at 320 pixels", async () => {
  const page = await browser().open(workbench.server.url, { viewport: { width: 320, height: 800 } });
  await fill(page);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, select, input:not([type=checkbox]), .check, summary, nav a")]
      .filter((each) => each.checkVisibility())
      .map((each) => ({ what: each.outerHTML.slice(0, 60), height: each.getBoundingClientRect().height }))
      .filter(({ height }) => height < 24),
  );
  expect(small).toEqual([]);
});

test("letters twice as large still fit", async () => {
  const page = await browser().open(workbench.server.url, { viewport: { width: 640, height: 800 } });
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  await fill(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
});
