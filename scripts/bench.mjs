// Measures the built package. It asserts nothing about time: compare runs of one machine, and the columns of one run.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chart } from "./bench/chart.mjs";
import { measureForms } from "./bench/forms.mjs";
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
const states = await startStateServer();
/** What is measured so far: an interrupt prints it too. */
const results = {
  machine: undefined,
  startUp: undefined,
  load: undefined,
  forms: undefined,
  scale: [],
  growth: [],
  platforms: undefined,
};
endOnInterrupt(finish);

try {
  await measure();
} finally {
  await endAll();
  finish();
}

async function measure() {
  const { parts, quick, sizes, forms, go } = options;
  const mirror = join(folder, "mirror");
  await run(process.execPath, [join(root, "lib/flagform.js"), "provider", "--dir", mirror], root);
  const bench = { root, folder, mirror, states, sizes, forms, go, quick, say, executable: executable() };
  results.machine = await machine();
  if (parts.includes("start-up")) {
    results.startUp = await measureStartUp(bench);
    results.load = await measureLoad(bench);
  }
  if (parts.includes("forms")) results.forms = await measureForms(bench);
  if (parts.includes("platforms")) results.platforms = await measurePlatforms(bench);
  if (parts.includes("scale")) await measureScale(bench, results.scale);
}

async function machine() {
  const { terraform_version: terraform } = JSON.parse(await run("terraform", ["version", "-json"], folder, QUIET));
  const [node, cores, [loadBefore]] = [process.versions.node, availableParallelism(), loadavg()];
  return { description: `Node ${node}, Terraform ${terraform}, ${cores} cores`, node, terraform, cores, loadBefore };
}

function finish() {
  states.stop();
  rmSync(folder, { recursive: true, force: true });
  if (results.machine === undefined) return;
  results.machine.loadAfter = loadavg()[0];
  const separate = results.scale.filter(({ form }) => form === "separate");
  results.growth = growthOf(separate);
  process.stdout.write(options.json ? `${JSON.stringify(results, undefined, 2)}\n` : report(results));
  if (results.growth.length > 0) writeFileSync(resolve(root, options.svg), chart(separate, results.machine.description));
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
