import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { BUNDLE } from "../bundle-options.mjs";
import { pageTexts, textLoaders } from "../page-texts.cjs";
import { withoutSignature } from "./code-signature.mjs";
import { checkFormat } from "./format.mjs";
import { bunTarget, getRuntime, ownPlatform } from "./runtimes.mjs";

/** Where Bun says that the files inside an executable are. */
const INSIDE = "/$bunfs/root";

/** Without the last two, a .env and a bunfig.toml next to a stack would run code in the provider, with its credentials. */
const OPTIONS = ["--compile", "--bytecode", "--minify", "--no-compile-autoload-dotenv", "--no-compile-autoload-bunfig"];

/**
 * Compiles `flagform` for the platforms: `<out>/<platform>/flagform`. Returns the files, their formats in words, what they contain (esbuild's
 * metafile), and what could not be compiled, with the reason. Throws if a file is not a program of its platform.
 */
export async function compileExecutables(platforms, out) {
  const compiler = ownPlatform();
  if (compiler === undefined) {
    return { files: {}, formats: {}, missing: [`there is no Bun to compile with on ${process.platform} ${process.arch}`] };
  }
  const bun = getRuntime(compiler);
  if (bun.file === undefined) return { files: {}, formats: {}, missing: [bun.why] };
  const work = mkdtempSync(join(tmpdir(), "flagform-executables-"));
  try {
    const metafile = await bundle(join(work, "flagform.cjs"));
    const made = { files: {}, formats: {}, missing: [], metafile };
    for (const platform of platforms) {
      const runtime = getRuntime(platform);
      if (runtime.file === undefined) {
        made.missing.push(`${platform}: ${runtime.why}`);
        continue;
      }
      const file = compile(bun.file, runtime.file, platform, work, out);
      made.files[platform] = file;
      made.formats[platform] = checkFormat(readFileSync(file), platform);
    }
    return made;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function compile(bun, runtime, platform, work, out) {
  const name = platform.startsWith("windows") ? "flagform.exe" : "flagform";
  // Names and paths end up in the file: always the same ones.
  const argv = [...OPTIONS, `--target=${bunTarget(platform)}`, "--compile-executable-path", runtime];
  const { status, stderr } = spawnSync(bun, ["build", ...argv, "flagform.cjs", "--outfile", name], {
    cwd: work,
    encoding: "utf8",
    // Its own settings come from the command line alone.
    env: { PATH: process.env.PATH, HOME: work, TMPDIR: work },
  });
  if (status !== 0) throw new Error(`Bun could not compile for ${platform}:\n${stderr}`);
  // Bun signs what it has compiled for ARM64, and leaves the runtime's own signature, which does not fit any more, in the other.
  if (platform === "darwin_amd64") writeFileSync(join(work, name), withoutSignature(readFileSync(join(work, name))));
  const folder = resolve(out, platform);
  mkdirSync(folder, { recursive: true });
  move(join(work, name), join(folder, name));
  return join(folder, name);
}

function move(from, to) {
  rmSync(to, { force: true });
  const copied = spawnSync("cp", ["-p", from, `${to}.new`], { encoding: "utf8" });
  if (copied.status !== 0) throw new Error(copied.stderr);
  renameSync(`${to}.new`, to);
  rmSync(from);
}

/** Provider, command line and constructs as one CommonJS file, which Bun translates to bytecode. */
async function bundle(outfile) {
  const { metafile } = await build({
    ...BUNDLE,
    format: "cjs",
    entryPoints: ["src/cli/executable/main.ts"],
    outfile,
    // Bun would write the folder of this build into the file, and look for files there on people's machines.
    define: { __dirname: JSON.stringify(INSIDE), __filename: JSON.stringify(`${INSIDE}/flagform.cjs`) },
    // Only a gate of that kind loads it, from the user's program.
    external: ["@cdktf/provider-null"],
    loader: textLoaders,
    plugins: [pageTexts, insideOneFile],
  });
  return metafile;
}

/** The constructs load two files when they are needed, by paths that do not exist in one file. */
const insideOneFile = {
  name: "inside-one-file",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]src[\\/]constructs[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/createRequire\(__filename\)\("/g, 'require("'),
      loader: "ts",
    })),
};
