import type { Page } from "playwright-core";
import { EVALUATIONS } from "../support/page-client";
import { FLAGS_SHOWN, PEOPLE, startPageWorld } from "../support/page-world";
import { PLATFORMS, type PlatformWorkbench, type Who } from "../support/platform-workbench";
import { useBrowser } from "./browser";

/** What the page says that a person is served is what the platform's own evaluation says. */

const browser = useBrowser();

async function ask(page: Page, environment: string, { identity, traits = {} }: Who): Promise<readonly string[][]> {
  await page.getByLabel("Environment", { exact: true }).selectOption(environment);
  await page.getByLabel("Identity", { exact: true }).fill(identity);
  const removers = page.getByRole("button", { name: /^Remove trait/ });
  while ((await removers.count()) > 0) await removers.first().click();
  for (const [name, value] of Object.entries(traits)) {
    await page.getByRole("button", { name: "Add a trait" }).click();
    const row = page.locator(".trait").last();
    await row.getByLabel("Name", { exact: true }).fill(name);
    const type = typeof value === "string" ? "Text" : typeof value === "number" ? "Number" : "True or false";
    await row.getByLabel("Type", { exact: true }).selectOption(type);
    const field = row.getByLabel("Value", { exact: true });
    if (type === "True or false") await field.selectOption(String(value));
    else await field.fill(String(value));
  }
  const answered = page.waitForResponse((response) => response.url().endsWith("/served"));
  await page.getByRole("button", { name: "Show what is served" }).click();
  await answered;
  await page.locator("#answers-caption", { hasText: `What ${identity} is served in ${environment}` }).waitFor();
  const rows = page.locator("#answers tbody tr");
  return Promise.all((await rows.all()).map((row) => row.locator("th, td").allInnerTexts()));
}

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeAll(async () => {
    workbench = await startPageWorld(name);
  });
  afterAll(() => workbench.stop());

  test.each(["production", "preview"] as const)("in %s", async (environment) => {
    const page = await browser().open(workbench.server.url);
    for (const who of PEOPLE.slice(0, 7)) {
      const shown = await ask(page, environment, who);
      expect(shown.map(([flag]) => flag)).toEqual(FLAGS_SHOWN);
      for (const [flag = "", served = "", why = ""] of shown) {
        const { value, variant, isOn } = await EVALUATIONS[name](workbench, environment, flag, who);
        if (isOn !== undefined) expect([flag, who, served.split(/\s/)[0]]).toEqual([flag, who, isOn ? "On" : "Off"]);
        const text = typeof value === "string" && name === "split" ? value : JSON.stringify(value);
        if (value !== null && value !== undefined) expect(served).toContain(text);
        else if (variant !== null) expect(served).toContain(variant);
        expect(why).not.toBe("");
      }
    }
  });
});

describe("what is wrong with a question is said", () => {
  let workbench: PlatformWorkbench;
  let page: Page;
  beforeAll(async () => {
    workbench = await startPageWorld("split");
  });
  afterAll(() => workbench.stop());
  beforeEach(async () => {
    page = await browser().open(workbench.server.url);
    await page.getByLabel("Identity", { exact: true }).fill("ada");
  });

  async function addTrait(name: string, type: string, value: string): Promise<void> {
    await page.getByRole("button", { name: "Add a trait" }).click();
    const row = page.locator(".trait").last();
    await row.getByLabel("Name", { exact: true }).fill(name);
    await row.getByLabel("Type", { exact: true }).selectOption(type);
    await row.getByLabel("Value", { exact: true }).fill(value);
  }

  test.each([
    ["a trait without a name", [["", "Text", "a"]], "A trait has no name."],
    [
      "a trait that is there twice",
      [
        ["plan", "Text", "a"],
        ["plan", "Text", "b"],
      ],
      "The trait plan is there twice.",
    ],
    ["a number that is none", [["age", "Number", "12 or so"]], "The trait age is not a number."],
    ["a number that is missing", [["age", "Number", ""]], "The trait age is not a number."],
  ] as const)("%s", async (_title, traits, words) => {
    for (const [name, type, value] of traits) await addTrait(name, type, value);
    await page.getByRole("button", { name: "Show what is served" }).click();
    expect(await page.locator("#person-status").innerText()).toBe(words);
    expect(await page.locator("#answers").isVisible()).toBe(false);
  });

  test("without an identity nothing is asked", async () => {
    await page.getByLabel("Identity", { exact: true }).fill("");
    await page.getByRole("button", { name: "Show what is served" }).click();
    expect(
      await page.getByLabel("Identity", { exact: true }).evaluate((field: HTMLInputElement) => field.validity.valueMissing),
    ).toBe(true);
    expect(await page.locator("#answers").isVisible()).toBe(false);
  });

  test("lists are sent as lists, empty rows not at all", async () => {
    await addTrait("groups", "List", "one, two,three");
    await page.getByRole("button", { name: "Add a trait" }).click();
    const sent = page.waitForRequest((request) => request.url().endsWith("/served"));
    await page.getByRole("button", { name: "Show what is served" }).click();
    expect((await sent).postDataJSON()).toMatchObject({ identity: "ada", traits: { groups: ["one", "two", "three"] } });
  });
});
