// Measures the built package. It asserts nothing about time: compare runs of one machine, and the columns of one run.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./bench/load.mjs";
import { operations } from "./bench/operations.mjs";
import { startUp } from "./bench/start-up.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const provider = join(root, "lib/provider");
const executable = readdirSync(provider).find((name) => name.startsWith("terraform-provider-"));
const folder = mkdtempSync(join(tmpdir(), "flagform-bench-"));
try {
  console.log(await startUp(join(provider, executable)));
  console.log(load(root));
  console.log(await operations(root, folder));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
