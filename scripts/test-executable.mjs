// Tests the executable of this platform: built twice it is the same file, and end-to-end tests run with it in place of the JavaScript
// provider. Tests of the network and of the plugin protocol run in Bun itself, which is what the executable contains. Of the other platforms'
// executables, which cannot run here, the headers are checked.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileExecutables } from "./executables/compile.mjs";
import { BUN, EXECUTABLE_PLATFORMS, getRuntime, ownPlatform } from "./executables/runtimes.mjs";
import { runPart } from "./lane.mjs";

const JEST = "node_modules/jest/bin/jest.js";
/** Where the runtime matters: processes, signals, streams, certificates. All others run with FLAGFORM_DEEP=1, or are named on the command line. */
const USUAL = ["interrupted", "killed-provider", "lifecycle", "logs", "strangers", "synthesized"].map(
  (name) => `test/e2e/${name}`,
);
/** The launcher is of the JavaScript provider alone. */
const NOT_OF_EXECUTABLES = ["test/e2e/anywhere", "test/e2e/launcher"];
/** Proxies, certificates, waits, silent and hostile servers; streams, StopProvider, the end of the process. */
const IN_BUN = ["test/http", "test/terraform/server", "test/terraform/serve"];

const deep = process.env.FLAGFORM_DEEP === "1";
const given = process.argv.slice(2);
const tests = given.length > 0 ? given : ["test/executable", ...(deep ? ["test/e2e"] : USUAL)];

const platform = ownPlatform();
const work = mkdtempSync(join(tmpdir(), "flagform-test-executable-"));
let good;
try {
  good = await testExecutable();
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exit(good ? 0 : 1);

async function testExecutable() {
  const executable = await compileTwice();
  if (executable === undefined) return true;
  const { file, same } = executable;
  if (!same) console.error("Compiled twice, the executable differs.");
  else console.log(`Compiled twice in two folders: the same ${(readFileSync(file).length / 1e6).toFixed(1)} MB.`);
  const ignored = ["/node_modules/", ...NOT_OF_EXECUTABLES];
  const argv = [JEST, "--silent", ...tests, ...ignored.map((each) => `--testPathIgnorePatterns=${each}`)];
  const env = { FLAGFORM_EXECUTABLE: file };
  const minutes = deep ? 60 : 10;
  const results = [same, runPart("The executable in end-to-end tests", process.execPath, argv, { env, minutes })];
  if (given.length === 0) {
    results.push(await checkFormats());
    results.push(testInBun());
  }
  return results.every(Boolean);
}

/** One after the other: all seven take much of a disk. */
async function checkFormats() {
  let good = true;
  for (const each of EXECUTABLE_PLATFORMS) {
    const out = join(work, "formats");
    try {
      const { formats, missing } = await compileExecutables([each], out);
      console.log(formats[each] ? `${each}: ${formats[each]}` : `NOT TESTED: the format for ${missing.join("; ")}`);
    } catch (cause) {
      console.error(`${each}: ${cause.message}`);
      good = false;
    }
    rmSync(out, { recursive: true, force: true });
  }
  return good;
}

/** Without its service, which does not always answer in Bun, esbuild is a program that compiles one file and ends. */
function testInBun() {
  const { file } = getRuntime(platform);
  const argv = [JEST, "--silent", "--forceExit", "-i", ...IN_BUN];
  // What hangs there may not hear another signal.
  const options = { env: { ESBUILD_WORKER_THREADS: "0" }, minutes: 10, killSignal: "SIGKILL" };
  return runPart(`Tests in Bun ${BUN}`, file, argv, options);
}

async function compileTwice() {
  if (platform === undefined) return untested(`Bun is not compiled for ${process.platform} ${process.arch}`);
  const files = [];
  for (const name of ["one", "other"]) {
    const { files: made, missing } = await compileExecutables([platform], join(work, name));
    if (missing.length > 0) return untested(missing.join("; "));
    files.push(made[platform]);
  }
  const [one, other] = files.map((file) => createHash("sha256").update(readFileSync(file)).digest("hex"));
  return { file: files[0], same: one === other };
}

function untested(why) {
  console.log(`NOT TESTED: the executable, because ${why}`);
  return undefined;
}
