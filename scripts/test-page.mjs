// Tests the emulator's page in a real Chromium: npm run test:page. Arguments go to jest.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findChromium, HOW_TO_GET_CHROMIUM } from "./find-chromium.mjs";

const chromium = findChromium();
if (chromium === undefined) {
  console.error(HOW_TO_GET_CHROMIUM);
  process.exitCode = 1;
} else {
  const jest = fileURLToPath(new URL("../node_modules/jest/bin/jest.js", import.meta.url));
  const { status } = spawnSync(process.execPath, [jest, "--config", "jest.page.config.js", ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, CHROMIUM: chromium },
  });
  process.exitCode = status ?? 1;
}
