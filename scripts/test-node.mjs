// Runs a telling part of the tests on later releases of Node, which npm carries as packages. They run on the Node of PATH otherwise.
import { spawnSync } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { getNode } from "./node-releases.mjs";

const RELEASES = ["22", "24"];
const LONGEST_MINUTES = 10;
/** The build, the provider's start, the constructs through the real Terraform, and the command line. Others are named on the command line. */
const USUAL = [
  "test/terraform/serve",
  "test/e2e/launcher",
  "test/e2e/synthesized",
  "test/constructs/serve",
  "test/constructs/stack",
  "test/cli/commands",
  "test/cli/emulator-command",
];

function run(version, file, argv) {
  // Whatever starts `node` gets this one: the provider's launcher, cdktf, tests that start processes.
  const env = { ...process.env, PATH: `${dirname(file)}${delimiter}${process.env.PATH}`, CHECKPOINT_DISABLE: "1" };
  const began = performance.now();
  const { status, error } = spawnSync(file, argv, { env, stdio: "inherit", timeout: LONGEST_MINUTES * 60_000 });
  console.log(`Node ${version}: ${argv[0]}: ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
  if (error) console.error(`Ended after ${String(LONGEST_MINUTES)} minutes, the longest it may take: ${error.message}`);
  return status === 0;
}

const given = process.argv.slice(2);
const tests = given.length > 0 ? given : USUAL;
const failed = [];
for (const release of RELEASES) {
  const { file, version, why } = getNode(release);
  if (!file) {
    console.log(`Node ${release} was not tried: ${why}.`);
    continue;
  }
  console.log(`The build and the tests on Node ${version}`);
  const good =
    run(version, file, ["scripts/build.mjs"]) && run(version, file, ["node_modules/jest/bin/jest.js", "--silent", ...tests]);
  if (!good) failed.push(version);
}
if (failed.length > 0) console.error(`It failed on Node ${failed.join(" and ")}.`);
process.exit(failed.length > 0 ? 1 : 0);
