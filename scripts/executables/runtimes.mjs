// The runtimes of the executables: Bun, from the npm registry, in one pinned version whose bytes are known. Nothing else is downloaded.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

export const BUN = "1.4.5";

/**
 * By Terraform's name of the platform, and `_musl` for Alpine and the like. On amd64 the baseline runtime: the other one needs a
 * processor with AVX2, which virtual machines do not always have.
 */
const RUNTIMES = {
  linux_amd64: [
    "linux-x64-baseline",
    "s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==",
  ],
  linux_arm64: ["linux-aarch64", "4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg=="],
  linux_amd64_musl: [
    "linux-x64-musl-baseline",
    "cWJhU8h0+MiUgpSt99sQhjxLIIosKEcKYdtKddohokUvAuN6jKOy7g7+QDTZTXtwHxz93wL3BX+L6wXVPDUH3A==",
  ],
  linux_arm64_musl: [
    "linux-aarch64-musl",
    "XCNc+WvvMAdNNb+OWTogpy+N9wm62fkVeEVLb6how0RZhW5LPi6c7BlkeVCuWps7XjEl2saFpHFa20/1E+PAHg==",
  ],
  darwin_amd64: [
    "darwin-x64-baseline",
    "zqfLA5A4B+hYMh5WYzYSot3uZ06FzhdP0OEwQisEzdirYtXGj5cQFlfy31BGfNsAsk1Gd/w/OxJ/jqqJ3cMclw==",
  ],
  darwin_arm64: [
    "darwin-aarch64",
    "4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==",
  ],
  windows_amd64: [
    "windows-x64-baseline",
    "/U3Dc74uGqE6EUqef7mPtg9KwJs7iJH4JHRMfIZIn18MrJh6Xz4gVvWDXRvzCL2j8wPlTnJVyrO4n7Qq4uM7TQ==",
  ],
};

export const EXECUTABLE_PLATFORMS = Object.keys(RUNTIMES);

/** What this machine runs itself, to compile with; undefined where Bun has no runtime for it. */
export function ownPlatform() {
  const os = process.platform;
  const musl = os === "linux" && process.report.getReport().header.glibcVersionRuntime === undefined;
  const name = `${os}_${process.arch === "x64" ? "amd64" : process.arch}${musl ? "_musl" : ""}`;
  return EXECUTABLE_PLATFORMS.find((platform) => platform === name && os !== "win32");
}

/** Bun's name for what is compiled for a platform. */
export function bunTarget(platform) {
  return `bun-${RUNTIMES[platform][0]}`.replace("-aarch64", "-arm64");
}

/** The runtime's file for a platform, from the npm registry once and then from a cache; or why it cannot be had. */
export function getRuntime(platform) {
  const [name, digest] = RUNTIMES[platform];
  const folder = resolve("node_modules", ".cache", `bun-${BUN}`, platform);
  const file = join(folder, "bin", platform.startsWith("windows") ? "bun.exe" : "bun");
  if (existsSync(file)) return { file };
  const source = `@oven/bun-${name}@${BUN}`;
  const unpacking = `${folder}-${String(process.pid)}`;
  mkdirSync(unpacking, { recursive: true });
  try {
    const pack = spawnSync("npm", ["pack", "--silent", "--pack-destination", unpacking, source], { encoding: "utf8" });
    const archive = join(unpacking, pack.stdout.trim().split("\n").at(-1) ?? "");
    if (pack.status !== 0) return { why: `npm could not fetch ${source}: ${pack.stderr.trim().split("\n")[0] ?? ""}` };
    const found = createHash("sha512").update(readFileSync(archive)).digest("base64");
    if (found !== digest) return { why: `${source} has other bytes than expected: sha512-${found}` };
    const tar = spawnSync("tar", ["xzf", archive, "-C", unpacking, "--strip-components=1"], { encoding: "utf8" });
    if (tar.status !== 0) return { why: `tar could not unpack ${source}: ${tar.stderr.trim()}` };
    rmSync(archive);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unpacking, folder);
    return { file };
  } finally {
    rmSync(unpacking, { recursive: true, force: true });
  }
}
