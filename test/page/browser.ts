import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where the browser is; CHROMIUM overrides. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM ?? "", ...PLACES].find((each) => each !== "" && existsSync(each));
}

/** The real Chromium. As root it starts only without its sandbox. */
export function openChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("there is no Chromium: see npm run test:page");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
