import type { Page } from "playwright-core";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { useBrowser } from "./browser";

/** Names and values that try to be more than text. */

const browser = useBrowser();

const OWN = "document.title='owned'";
const HOSTILE = [
  `<script>${OWN}</script>`,
  `<img src=x onerror="${OWN}">`,
  `"><svg onload=${OWN}>`,
  `</bdi></th></table><iframe srcdoc="<script>parent.${OWN}</script>">`,
  `</script><script>${OWN}</script>`,
  `javascript:${OWN}`,
  "{{platform}} <style></style> <script></script> $& $1",
  "__proto__",
  "constructor",
  "&lt;b&gt;",
] as const;
/** Each shows as what it is: an order, a control, something invisible. */
const ODD = ["pay\u202Egpj.exe", "pay\u0000\u0007roll", "pay\u200Broll", "\u2066pay\u2069"] as const;

let emulator: FlagsmithEmulator;
beforeEach(async () => {
  emulator = await startFlagsmithEmulator();
});
afterEach(() => emulator.stop());

/** Hostile keys, descriptions, values, environments, segments, identities, and paths in the log. */
async function fill(names: readonly string[]): Promise<void> {
  const { planted } = {
    planted: emulator.seed({
      projects: [
        {
          name: names[0] ?? "Shop",
          environments: names.slice(0, 3).map((name, at) => ({ name, key: `key-${at}` })),
          segments: names.map((name) => ({ name, rules: [{ type: "ALL", conditions: [] }] })),
          features: names.map((name) => ({ name, description: name, initial_value: name, default_enabled: true })),
        },
      ],
    }),
  };
  const [project] = planted.projects;
  const call = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${emulator.url}${path}`, {
      method: "POST",
      headers: { authorization: `Api-Key ${emulator.key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  for (const [at, name] of names.entries()) {
    const feature = project?.features[at]?.id;
    const { id: link } = (await call("/api/v1/features/feature-segments/", {
      feature,
      segment: project?.segments[at]?.id,
      environment: project?.environments[0]?.id,
    })) as { readonly id: number };
    const environment = project?.environments[0]?.id;
    const value = { type: "unicode", string_value: name };
    await call("/api/v1/features/featurestates/", {
      feature,
      environment,
      feature_segment: link,
      enabled: true,
      feature_state_value: value,
    });
    const { id } = (await call("/api/v1/environments/key-0/identities/", { identifier: name })) as { readonly id: number };
    await call(`/api/v1/environments/key-0/identities/${id}/featurestates/`, {
      feature,
      enabled: true,
      feature_state_value: name,
    });
    await fetch(`${emulator.url}/nowhere/${encodeURIComponent(name)}?${encodeURIComponent(name)}`);
  }
}

async function askAbout(page: Page, identity: string): Promise<void> {
  await page.getByLabel("Identity", { exact: true }).fill(identity);
  await page.getByRole("button", { name: "Show what is served" }).click();
  await page.locator("#answers tbody tr").first().waitFor();
}

test("nothing of it becomes markup, runs, or is loaded", async () => {
  await fill(HOSTILE);
  const page = await browser().open(emulator.url);
  for (const name of HOSTILE) await askAbout(page, name);
  expect(await page.title()).toBe("Flagsmith emulator");
  const tags = await page.evaluate(() => [...new Set([...document.querySelectorAll("body *")].map((each) => each.tagName))]);
  expect(tags.filter((each) => ["IMG", "SVG", "IFRAME", "STYLE", "OBJECT", "B"].includes(each.toUpperCase()))).toEqual([]);
  expect(await page.locator("script").count()).toBe(1);
  const keys = await page.locator("#flags-table tbody th > bdi").allInnerTexts();
  expect(keys.sort()).toEqual([...HOSTILE].sort());
  const shown = await page.locator("#flags-table").innerText();
  for (const name of HOSTILE) expect(shown).toContain(name);
  expect(await page.locator("#flags-table details").count()).toBeGreaterThan(HOSTILE.length - 1);
  expect(await page.locator("#log-table").innerText()).toContain(encodeURIComponent(HOSTILE[0]));
  expect(await page.evaluate(() => Object.hasOwn(Object.prototype, "identity"))).toBe(false);
});

test("what cannot be seen, or reorders, is spelled out wherever it shows", async () => {
  await fill(ODD);
  const page = await browser().open(emulator.url);
  await askAbout(page, ODD[0]);
  const text = await page.locator("body").evaluate((body) => body.textContent);
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u200b\u202a-\u202e\u2066-\u2069]/);
  const keys = await page.locator("#flags-table tbody th > bdi").allInnerTexts();
  expect(keys.sort()).toEqual(["U+2066payU+2069", "payU+0000U+0007roll", "payU+200Broll", "payU+202Egpj.exe"].sort());
  expect(await page.locator("#flags-table .odd").count()).toBeGreaterThan(10);
});

test("the policy stops what would run in spite of that", async () => {
  browser().allow(/Content Security Policy|request to elsewhere/);
  const page = await browser().open(emulator.url);
  const refusal = (directive: string) =>
    page.waitForEvent("console", (message) => {
      const words = message.text();
      return words.includes("Content Security Policy") && words.includes(directive);
    });
  const refusals = [refusal("script-src"), refusal("connect-src")];
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'owned'";
    document.body.append(script);
    const image = document.createElement("img");
    image.setAttribute("onerror", "document.title = 'owned'");
    image.src = "data:,";
    document.body.append(image);
  });
  expect(await page.title()).toBe("Flagsmith emulator");
  const elsewhere = await page.evaluate(() =>
    fetch("https://example.com/").then(
      () => "loaded",
      () => "refused",
    ),
  );
  expect(elsewhere).toBe("refused");
  // Without a network the fetch would fail in any case: the browser has to say that the policy refused it.
  await Promise.all(refusals);
});

test("no page of another origin gets to look into it", async () => {
  browser().allow(/frame/i);
  const page = await browser().open(emulator.url);
  const framed = await page.evaluate((address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    document.body.append(frame);
    return new Promise((resolve) => {
      frame.addEventListener("load", () => resolve(frame.contentDocument?.title ?? "nothing"));
    });
  }, emulator.url);
  expect(framed).not.toBe("Flagsmith emulator");
});
