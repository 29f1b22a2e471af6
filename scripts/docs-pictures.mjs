// Takes docs/emulator-page.png: the emulator's page with the flags of examples/checkout. Needs npm run build, Chromium and Terraform.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { findChromium, HOW_TO_GET_CHROMIUM } from "./find-chromium.mjs";
import { smallerPng } from "./smaller-png.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const picture = join(root, "docs/emulator-page.png");
const LARGEST_BYTES = 150_000;

const executablePath = findChromium();
if (executablePath === undefined) {
  console.error(HOW_TO_GET_CHROMIUM);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "flagform-picture-"));
const emulator = await startEmulator();
try {
  deployCheckout(emulator.url);
  const png = smallerPng(await takePicture(emulator.url));
  if (png.length > LARGEST_BYTES) throw new Error(`the picture has ${png.length} bytes, more than ${LARGEST_BYTES}`);
  writeFileSync(picture, png);
  console.log(`docs/emulator-page.png (${png.length} bytes)`);
} finally {
  emulator.process.kill("SIGINT");
  rmSync(folder, { recursive: true, force: true });
}

function startEmulator() {
  const seed = join(root, "examples/checkout/seed.json");
  const started = spawn(
    process.execPath,
    [join(root, "lib/flagform.js"), "emulator", "flagsmith", "--key", "secret", "--seed", seed],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  return new Promise((resolve, reject) => {
    let printed = "";
    started.once("exit", (code) => reject(new Error(`the emulator ended with ${code}`)));
    started.stdout.on("data", (part) => {
      printed += part;
      const url = /^Flagsmith emulator at (\S+)$/m.exec(printed)?.[1];
      if (url !== undefined) resolve({ process: started, url });
    });
  });
}

/** As the example's README does it, but with the emulator's address. */
function deployCheckout(url) {
  writeFileSync(join(folder, "terraformrc"), "");
  const env = {
    ...process.env,
    CDKTF_OUTDIR: join(folder, "cdktf.out"),
    FLAGSMITH_HOST: url,
    FLAGSMITH_MASTER_API_KEY: "secret",
    FLAGSMITH_PROJECT: "Shop",
    TF_CLI_CONFIG_FILE: join(folder, "terraformrc"),
    CHECKPOINT_DISABLE: "1",
  };
  const run = (file, args, cwd) => execFileSync(file, args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
  run(process.execPath, [join(root, "examples/checkout/main.mjs")], folder);
  const stack = join(folder, "cdktf.out/stacks/checkout");
  run("terraform", ["init", "-input=false"], stack);
  run("terraform", ["apply", "-input=false", "-auto-approve"], stack);
}

async function takePicture(url) {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  try {
    const size = { width: 1000, height: 900 };
    const page = await browser.newPage({ viewport: size, colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(`${url}/`);
    await page.getByRole("rowheader", { name: /checkout-item-limit/ }).waitFor();
    await page.getByLabel("Environment", { exact: true }).selectOption("production");
    await page.getByLabel("Identity", { exact: true }).fill("anna");
    for (const [at, [name, type, value]] of [
      ["country", "Text", "IE"],
      ["age", "Number", "36"],
      ["plan", "Text", "pro"],
    ].entries()) {
      await page.getByRole("button", { name: "Add a trait" }).click();
      const row = page.getByRole("group", { name: `Trait ${at + 1}` });
      await row.getByLabel("Name", { exact: true }).fill(name);
      await row.getByLabel("Type", { exact: true }).selectOption(type);
      await row.getByLabel("Value", { exact: true }).fill(value);
    }
    await page.getByRole("button", { name: "Show what is served" }).click();
    await page.locator("#answers tbody tr").first().waitFor();
    await page.locator("#log-table tbody tr").nth(5).waitFor();
    await page.getByLabel("Only writes").check();
    await page.evaluate(() => document.activeElement.blur());
    // Down to the fourth request.
    const bottom = await page
      .locator("#log-table tbody tr:visible")
      .nth(3)
      .evaluate((row) => row.getBoundingClientRect().bottom + scrollY);
    return await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width: size.width, height: Math.floor(bottom) } });
  } finally {
    await browser.close();
  }
}
