// What a release is made with, beyond the development dependencies: fetched when it is needed, in pinned versions, into a cache.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

const PACMAK = "jsii-pacmak@1.140.0";
const PYTHON_BUILD = ["build==1.5.0", "setuptools==75.3.4", "wheel==0.45.1"];
const CACHE = resolve("node_modules", ".cache", "release");
const SHORT = { encoding: "utf8" };

/** Thrown where a part of a release cannot be made on this machine; its message says what is missing. */
export class Unavailable extends Error {}

/** Runs a program, and throws what it said if it fails. */
export function run(file, argv, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(file, argv, { ...SHORT, maxBuffer: 1 << 28, ...options });
  if (error?.code === "ENOENT") throw new Unavailable(`${file} is not on PATH`);
  if (error) throw error;
  if (status !== 0) throw new Error(`${file} ${argv.join(" ")} ended with ${String(status)}:\n${stdout}${stderr}`);
  return stdout;
}

/** Installs npm packages into a folder of the cache, once. */
export function npmFolder(name, packages) {
  const folder = join(CACHE, name);
  if (packages.every((each) => existsSync(join(folder, "node_modules", each.replace(/(?<=.)@.*$/, ""))))) return folder;
  mkdirSync(folder, { recursive: true });
  try {
    run("npm", ["install", "--silent", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, ...packages]);
  } catch (cause) {
    throw new Unavailable(`npm could not install ${packages.join(" ")}: ${firstLine(cause)}`);
  }
  return folder;
}

/** jsii's generator of packages for other languages. */
export function pacmak() {
  return join(npmFolder("pacmak", [PACMAK]), "node_modules", "jsii-pacmak", "bin", "jsii-pacmak");
}

/** A Python with what builds wheels. */
export function pythonWithBuild() {
  const folder = join(CACHE, "python");
  const python = join(folder, "bin", "python");
  if (existsSync(join(folder, "ready"))) return python;
  run("python3", ["-m", "venv", folder]);
  try {
    run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PYTHON_BUILD]);
  } catch (cause) {
    throw new Unavailable(`pip could not install ${PYTHON_BUILD.join(" ")}: ${firstLine(cause)}`);
  }
  mkdirSync(join(folder, "ready"));
  return python;
}

export function firstLine(cause) {
  const lines = cause.message.split("\n").map((line) => line.trim());
  return lines.find((line) => /error|could not|not found/i.test(line)) ?? lines[0];
}
