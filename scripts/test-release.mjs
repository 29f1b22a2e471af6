// Makes a release, signed by a key made for it, with the executable of this platform only, and installs each part as a stranger would.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownPlatform } from "./executables/runtimes.mjs";
import { runPart } from "./lane.mjs";
import { getNode } from "./node-releases.mjs";
import { run } from "./release/tools.mjs";

const work = mkdtempSync(join(tmpdir(), "flagform-release-"));
let good;
try {
  const key = makeKey(join(work, "keys"));
  const out = join(work, "release");
  const { npm_package_version: version } = process.env;
  const platforms = ownPlatform() === undefined ? [] : ["--platforms", ownPlatform()];
  const release = ["scripts/release.mjs", "--version", version, "--sign", key, "--out", out, "--partial", ...platforms];
  const tests = ["node_modules/jest/bin/jest.js", "--silent", "--maxWorkers=2", "test/release", ...process.argv.slice(2)];
  const node = getNode("22");
  if (node.file === undefined) console.log(`NOT TESTED: with Node 22: ${node.why}`);
  const env = { FLAGFORM_RELEASE: out, ...(node.file && { FLAGFORM_NODE_22: node.file }) };
  good =
    runPart("The release", process.execPath, release, { minutes: 10 }) &&
    runPart("Its parts, installed", process.execPath, tests, { env, minutes: 15 });
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exit(good ? 0 : 1);

/** Exported, as whoever releases has it. */
function makeKey(home) {
  run("mkdir", ["-m", "700", home]);
  const gpg = (...argv) =>
    run("gpg", ["--homedir", home, "--batch", "--pinentry-mode", "loopback", "--passphrase", "", ...argv]);
  gpg("--quick-gen-key", "Flagform test <test@example.com>", "rsa2048", "sign", "1d");
  const file = join(work, "key.asc");
  writeFileSync(file, gpg("--armor", "--export-secret-keys"));
  run("gpgconf", ["--homedir", home, "--kill", "all"]);
  return file;
}
