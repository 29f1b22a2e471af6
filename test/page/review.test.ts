import { readFileSync } from "node:fs";
import { join } from "node:path";
import { htmlReview } from "../../src/review/formats/html";
import { readPlan } from "../../src/review/plan/read-plan";
import { reviewPlan } from "../../src/review/review";
import { useBrowser } from "./browser";
import { contrastOf, faintTexts } from "./contrast";

/** The page that `flagform review --format html` writes, as a real browser shows it. */

const browser = useBrowser();
const people = { anna: { identity: "anna", traits: { plan: "staff" } }, "<b>bob</b>": { identity: "bob", traits: {} } };

function pageOf(name: string): string {
  const file = join(__dirname, "..", "fixtures", "plans", "1.11", `${name}.json`);
  return htmlReview(reviewPlan(readPlan(readFileSync(file, "utf8")), { personas: people }));
}

test("its structure: one title, a region for each part, tables with captions, and pictures that nobody needs to hear", async () => {
  const page = await browser().show(pageOf("production-first"));
  await expect(page.getByRole("heading", { level: 1 }).allTextContents()).resolves.toEqual([
    "Flags: 1 danger; 1 change (1 in production); up to 10 % of users move.",
  ]);
  await expect(
    page.getByRole("region").evaluateAll((all) => all.map((each) => each.querySelector("h2")?.textContent)),
  ).resolves.toEqual(["Dangers", "production Shop", "People"]);
  await expect(page.getByRole("table").first().locator("caption").innerText()).resolves.toBe("engine 10 % move");
  await expect(page.getByRole("columnheader").first().innerText()).resolves.toBe("for whom");
  await expect(page.getByRole("rowheader", { name: "everyone else" }).count()).resolves.toBe(1);
  await expect(page.locator("svg:not([aria-hidden=true])").count()).resolves.toBe(0);
  await expect(page.locator("script, link, img, iframe, [style], [onclick]").count()).resolves.toBe(0);
});

test("a bar shows the shares: nine tenths and one tenth of its width, in the colours of their outcomes", async () => {
  const page = await browser().show(pageOf("production-first"));
  const bars = await page
    .locator("table")
    .first()
    .locator("tbody tr")
    .first()
    .locator("svg")
    .evaluateAll((all) =>
      all.map((bar) =>
        [...bar.querySelectorAll("rect")].map((part) => ({
          share: Math.round((part.getBoundingClientRect().width / bar.getBoundingClientRect().width) * 100),
          colour: getComputedStyle(part).fill,
        })),
      ),
    );
  expect(bars.map((each) => each.map(({ share }) => share))).toEqual([[100], [90, 10]]);
  // One outcome has one colour before and after; another outcome has another.
  expect(bars[0]?.[0]?.colour).toBe(bars[1]?.[0]?.colour);
  expect(bars[1]?.[0]?.colour).not.toBe(bars[1]?.[1]?.colour);
});

test.each(["light", "dark"] as const)(
  "every text is readable in %s, and the page follows the system",
  async (colorScheme) => {
    for (const name of ["others-removed", "secret-values", "new-stack"]) {
      const page = await browser().show(pageOf(name), { colorScheme });
      const texts = await faintTexts(page, 4.5);
      expect(texts.seen).toBeGreaterThan(10);
      expect(texts.faint).toEqual([]);
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(contrastOf(colorScheme === "light" ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)", [ground])).toBeGreaterThan(15);
    }
  },
);

test.each([320, 768, 1600])("%d pixels are enough: only tables scroll sideways, also by keyboard", async (width) => {
  const page = await browser().show(pageOf("rollout-step"), { viewport: { width, height: 800 } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await page.keyboard.press("Tab");
  await expect(page.evaluate(() => document.activeElement?.className)).resolves.toBe("scroll");
});

test("hostile names are text", async () => {
  const page = await browser().show(pageOf("rollout-step"));
  await expect(page.getByText("<b>bob</b>", { exact: true }).count()).resolves.toBe(1);
  await expect(page.locator("b").count()).resolves.toBe(0);
});
