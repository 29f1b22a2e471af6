// Makes a release: a folder with everything that is published, signed. It publishes nothing itself: docs/releasing.md.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { EXECUTABLE_PLATFORMS } from "./executables/runtimes.mjs";
import { buildForCdktn } from "./release/cdktn.mjs";
import { dotnet, go, java, made, npmPackage, python } from "./release/languages.mjs";
import { checksums, registry } from "./release/registry.mjs";
import { withSigner } from "./release/sign.mjs";
import { Unavailable } from "./release/tools.mjs";

/** In the order in which they are made; `cdktn` is the npm package and the wheel for CDK Terrain. */
const PARTS = { npm: npmPackage, python, go, java, dotnet, cdktn, registry };

const USAGE = `npm run release -- --version X --sign KEYFILE [--out DIR] [--only PARTS] [--platforms NAMES] [--partial]

  --version X        the version, which package.json and CHANGELOG.md must have
  --sign KEYFILE     a secret OpenPGP key (RSA or DSA), exported; FLAGFORM_SIGNING_PASSPHRASE has its passphrase, if any
  --out DIR          where the release is written, a folder that is not there yet (dist/release-X when absent)
  --only PARTS       some of ${Object.keys(PARTS).join(", ")} (all when absent)
  --platforms NAMES  of the executables: some of ${EXECUTABLE_PLATFORMS.join(", ")} (all when absent)
  --partial          succeed without the parts that cannot be made on this machine
`;

const options = optionsOrExit();
const unavailable = [];
for (const part of options.parts) {
  const began = performance.now();
  try {
    await PARTS[part]({ source: resolve("."), ...options });
    console.log(`${part}: made in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  } catch (cause) {
    if (!(cause instanceof Unavailable)) throw cause;
    unavailable.push(part);
    console.error(`NOT MADE: ${part}: ${cause.message}`);
  }
}
finish(options);
if (unavailable.length > 0 && !options.partial) {
  console.error(
    `The release is incomplete: ${unavailable.join(", ")}. Make it where they can be made, or accept it with --partial.`,
  );
  process.exit(1);
}

async function cdktn(settings) {
  const source = await buildForCdktn();
  npmPackage({ ...settings, source });
  python({ ...settings, source });
}

/** Checksums: of what the registries take, by their rules, and of all files. Both are signed. */
function finish({ out, version, sign: keyFile }) {
  withSigner(keyFile, ({ sign, exportKey, fingerprint }) => {
    const folder = join(out, "registry");
    if (existsSync(folder)) {
      const files = readdirSync(folder)
        .sort()
        .map((name) => join(folder, name));
      const sums = join(folder, `terraform-provider-flagform_${version}_SHA256SUMS`);
      writeFileSync(sums, checksums(files));
      sign(sums);
    }
    exportKey(join(made(out), "signing-key.asc"));
    const all = filesBelow(out).filter((file) => !file.startsWith(join(out, "mirror")));
    const sums = join(out, "SHA256SUMS");
    writeFileSync(
      sums,
      checksums(all, (file) => relative(out, file)),
    );
    sign(sums);
    console.log(`Signed by ${fingerprint}. The release is in ${relative(process.cwd(), out)}:`);
  });
  for (const name of readdirSync(out).sort()) {
    const files = statSync(join(out, name)).isDirectory() ? filesBelow(join(out, name)) : [join(out, name)];
    const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
    console.log(`  ${name}  ${String(files.length)} files, ${(size / 1e6).toFixed(1)} MB`);
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function optionsOrExit() {
  try {
    const { values } = parseArgs({
      options: {
        version: { type: "string" },
        sign: { type: "string" },
        out: { type: "string" },
        only: { type: "string" },
        platforms: { type: "string" },
        partial: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(USAGE);
      process.exit(0);
    }
    return checked(values);
  } catch (failure) {
    process.stderr.write(`release: ${failure.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function checked({ version, sign, out, only, platforms, partial }) {
  if (version === undefined) throw new Error("--version is missing");
  if (sign === undefined) throw new Error("--sign is missing: what is not signed is not released");
  if (!existsSync(sign)) throw new Error(`there is no file ${sign}`);
  const own = JSON.parse(readFileSync("package.json", "utf8")).version;
  if (version !== own) throw new Error(`package.json has the version ${own}, not ${version}`);
  if (!readFileSync("CHANGELOG.md", "utf8").includes(`\n## ${version}\n`))
    throw new Error(`CHANGELOG.md has no section "## ${version}"`);
  if (!existsSync("lib/provider") || !existsSync(".jsii")) throw new Error("the package is not built: npm run build");
  const parts = among(only, Object.keys(PARTS), "--only");
  const folder = resolve(out ?? `dist/release-${version}`);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is there already: remove it`);
  rmSync(folder, { recursive: true, force: true });
  return {
    version,
    sign: resolve(sign),
    out: folder,
    parts,
    platforms: among(platforms, EXECUTABLE_PLATFORMS, "--platforms"),
    partial,
  };
}

function among(given, all, option) {
  const chosen = given?.split(",") ?? all;
  const unknown = chosen.filter((each) => !all.includes(each));
  if (unknown.length > 0) throw new Error(`${option} takes some of ${all.join(", ")}, not ${unknown.join(", ")}`);
  return chosen;
}
