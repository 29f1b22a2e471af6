import type { Page } from "playwright-core";
import { startPageWorld } from "../support/page-world";
import type { PlatformWorkbench } from "../support/platform-workbench";
import { useBrowser } from "./browser";
import { contrastOf } from "./contrast";

/** The page with the keyboard alone. */

const browser = useBrowser();
let workbench: PlatformWorkbench;
beforeAll(async () => {
  workbench = await startPageWorld("flagsmith");
});
afterAll(() => workbench.stop());

/** What has the focus, and how it shows. */
function focused(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return undefined;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    const ground = getComputedStyle(document.body).backgroundColor;
    const name =
      element.id || element.textContent?.trim().slice(0, 40) || element.getAttribute("aria-labelledby") || element.tagName;
    return { name, outlineStyle, outlineWidth: parseFloat(outlineWidth), outlineColor, ground };
  });
}

test.each(["light", "dark"] as const)(
  "Tab reaches everything in order, and the focus is always seen, in %s",
  async (colorScheme) => {
    const page = await browser().open(workbench.server.url, { colorScheme });
    const expected = await page
      .locator("a[href], button, input, select, summary, [tabindex='0']")
      .evaluateAll((all) => all.filter((each) => each.checkVisibility()).length);
    const stops: NonNullable<Awaited<ReturnType<typeof focused>>>[] = [];
    for (let at = 0; at < expected; at += 1) {
      await page.keyboard.press("Tab");
      const stop = await focused(page);
      if (stop) stops.push(stop);
    }
    expect(stops).toHaveLength(expected);
    for (const { name, outlineStyle, outlineWidth, outlineColor, ground } of stops) {
      expect([name, outlineStyle, outlineWidth >= 2]).toEqual([name, "solid", true]);
      expect(contrastOf(outlineColor, [ground])).toBeGreaterThanOrEqual(3);
    }
    const names = stops.map((each) => each.name);
    expect(names[0]).toBe("Skip to the flags");
    const order = [
      "find",
      "environment",
      "identity",
      "add-trait",
      "pause",
      "only-writes",
      "token",
      "fault-kind",
      "clear-log",
    ];
    expect(names.filter((each) => order.includes(each))).toEqual(order);
    await page.keyboard.press("Shift+Tab");
    expect((await focused(page))?.name).toBe("clear-faults");
  },
);

test("the link to skip shows when it has the focus, and leads to the flags", async () => {
  const page = await browser().open(workbench.server.url);
  const left = () => page.locator(".skip").evaluate((link) => link.getBoundingClientRect().left);
  expect(await left()).toBeLessThan(0);
  await page.keyboard.press("Tab");
  expect(await left()).toBeGreaterThanOrEqual(0);
  await page.keyboard.press("Enter");
  expect((await focused(page))?.name).toBe("flags");
});

test("a person is asked about, with traits of each type, without a mouse", async () => {
  const page = await browser().open(workbench.server.url);
  await page.getByLabel("Environment", { exact: true }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.type("b1");
  await page.keyboard.press("Tab");
  // The new trait's name has the focus.
  await page.keyboard.press("Enter");
  await page.keyboard.type("plan");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("beta");
  await page.keyboard.press("Enter");
  await page.locator("#answers tbody tr").first().waitFor();
  expect(await page.locator("#person-status").innerText()).toBe("What b1 is served in production: 4 flags.");
  expect(
    await page
      .getByRole("row", { name: /^banner/ })
      .last()
      .innerText(),
  ).toContain("Override for the segment beta");
  await page.getByRole("button", { name: "Remove trait 1" }).focus();
  await page.keyboard.press("Space");
  expect(await page.locator(".trait").count()).toBe(0);
  expect((await focused(page))?.name).toBe("add-trait");
});

test("overrides fold and unfold, and stay so, with the focus, when a flag changes", async () => {
  const page = await browser().open(workbench.server.url);
  const details = page.getByRole("row", { name: /^banner/ }).locator("details");
  await details.locator("summary").focus();
  await page.keyboard.press("Enter");
  expect(await details.getAttribute("open")).toBeNull();
  workbench.server.write("POST", `/api/v1/projects/${await projectOf(page)}/features/`, { name: "newcomer" });
  // A request of a client makes the page look again.
  await fetch(`${workbench.server.url}/api/v1/projects/`, { method: "POST" });
  await page.getByRole("rowheader", { name: "newcomer" }).first().waitFor();
  expect(await details.getAttribute("open")).toBeNull();
  expect((await focused(page))?.name).toBe("1 override");
});

test("the tables scroll with the arrow keys", async () => {
  const page = await browser().open(workbench.server.url, {
    viewport: { width: 320, height: 800 },
    reducedMotion: "reduce",
  });
  const scroller = page.locator(".scroll").first();
  await scroller.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => (document.querySelector(".scroll")?.scrollLeft ?? 0) > 0);
});

async function projectOf(page: Page): Promise<string> {
  const response = await page.request.get(`${workbench.server.url}/__emulator_page__/flags`);
  return ((await response.json()) as { readonly project: { readonly id: string } }).project.id;
}
