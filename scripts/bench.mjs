// Measures the built package. It asserts nothing about time: compare runs of one machine, and the columns of one run.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chart } from "./bench/chart.mjs";
import { growthOf } from "./bench/growth.mjs";
import { measureLoad } from "./bench/load.mjs";
import { readOptions, USAGE } from "./bench/options.mjs";
import { measurePlatforms } from "./bench/platforms.mjs";
import { endAll, endOnInterrupt, run } from "./bench/processes.mjs";
import { report } from "./bench/report.mjs";
import { measureScale } from "./bench/scale.mjs";
import { measureStartUp } from "./bench/start-up.mjs";
import { startStateServer } from "./bench/state-server.mjs";

const QUIET = { CHECKPOINT_DISABLE: "1" };
const options = optionsOrExit();
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = mkdtempSync(join(tmpdir(), "flagform-bench-"));
const removeFolder = () => rmSync(folder, { recursive: true, force: true });
endOnInterrupt(removeFolder);
const states = await startStateServer();

try {
  const results = await measure();
  process.stdout.write(options.json ? `${JSON.stringify(results, undefined, 2)}\n` : report(results));
  if (results.growth) writeFileSync(resolve(root, options.svg), chart(results.scale, results.machine.description));
} finally {
  await endAll();
  states.stop();
  removeFolder();
}

async function measure() {
  const { parts, quick, sizes } = options;
  const mirror = join(folder, "mirror");
  await run(process.execPath, [join(root, "lib/flagform.js"), "provider", "--dir", mirror], root);
  const bench = { root, folder, mirror, states, sizes, quick, say, executable: executable() };
  const { terraform_version: terraform } = JSON.parse(await run("terraform", ["version", "-json"], folder, QUIET));
  const cores = availableParallelism();
  const description = `Node ${process.versions.node}, Terraform ${terraform}, ${cores} cores`;
  const loadBefore = loadavg()[0];
  const startsUp = parts.includes("start-up");
  const startUp = startsUp ? await measureStartUp(bench) : undefined;
  const load = startsUp ? await measureLoad(bench) : undefined;
  const scale = parts.includes("scale") ? await measureScale(bench) : undefined;
  const growth = scale && sizes.length > 1 ? growthOf(scale) : undefined;
  const platforms = parts.includes("platforms") ? await measurePlatforms(bench) : undefined;
  const machine = { description, node: process.versions.node, terraform, cores, loadBefore, loadAfter: loadavg()[0] };
  return { machine, startUp, load, scale, growth, platforms };
}

function executable() {
  const provider = join(root, "lib/provider");
  return join(
    provider,
    readdirSync(provider).find((name) => name.startsWith("terraform-provider-")),
  );
}

/** On the standard error, so that the results stay clean. */
function say(text) {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)}  ${text}\n`);
}

function optionsOrExit() {
  try {
    const read = readOptions(process.argv.slice(2));
    if (!read.help) return read;
    process.stdout.write(USAGE);
    process.exit(0);
  } catch (failure) {
    process.stderr.write(`bench: ${failure.message}\n\n${USAGE}`);
    process.exit(2);
  }
}
