import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { npmFolder, run } from "./tools.mjs";

/** What CDK Terrain's packages are called; its lowest supported constructs, as jsii wants it. */
const CDKTN = "0.24.0";
const CONSTRUCTS = "10.6.0";

/** The one file of the constructs that is bundled after jsii has written it. */
const LITERALS = "lib/constructs/internal/literals/literals.js";

/**
 * Builds `flagform-cdktn` from the same source: every import of `cdktf` becomes one of `cdktn`, and jsii compiles the constructs again. The
 * provider is the same to the byte. Returns the package's folder.
 */
export async function buildForCdktn() {
  const home = npmFolder("cdktn", [`cdktn@${CDKTN}`, `constructs@${CONSTRUCTS}`]);
  // Not below node_modules: TypeScript compiles nothing there.
  const folder = join("dist", "flagform-cdktn");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyRenamed("src", join(folder, "src"), (name) => name.endsWith(".ts"));
  for (const name of ["README.md", "CHANGELOG.md", "LICENSE", "tsconfig.jsii.json"]) cpSync(name, join(folder, name));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  mkdirSync(join(folder, "node_modules", "@types"), { recursive: true });
  for (const [name, from] of [
    ["@types/node", "node_modules"],
    ["cdktn", join(home, "node_modules")],
    ["constructs", join(home, "node_modules")],
  ])
    symlinkSync(join(resolve(from), name), join(folder, "node_modules", name));
  const jsii = createRequire(import.meta.url).resolve("jsii/bin/jsii");
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split(".")[0] };
  run(process.execPath, [jsii, "--no-fix-peer-dependencies", "--silence-warnings", "reserved-word"], { cwd: folder, env });
  copyBundles("lib", join(folder, "lib"));
  writeFileSync(join(folder, LITERALS), renamed(readFileSync(LITERALS, "utf8")));
  return resolve(folder);
}

/** What esbuild makes, which jsii does not: the same for both, except for the library's name. */
function copyBundles(from, to) {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (source === join("lib", "provider")) cpSync(source, target, { recursive: true });
    else if (entry.isDirectory()) copyBundles(source, target);
    else if (!existsSync(target) && !entry.name.endsWith(".tsbuildinfo")) {
      mkdirSync(to, { recursive: true });
      writeFileSync(target, renamed(readFileSync(source, "utf8")), { mode: statSync(source).mode & 0o777 });
    }
  }
}

function manifest() {
  const { devDependencies, scripts, overrides, ...own } = JSON.parse(readFileSync("package.json", "utf8"));
  return {
    ...own,
    name: "flagform-cdktn",
    description: own.description.replace("CDKTF", "CDK Terrain"),
    keywords: own.keywords.filter((each) => each !== "cdktf"),
    jsii: {
      ...own.jsii,
      targets: {
        python: { distName: "flagform-cdktn", module: "flagform_cdktn" },
        java: { package: "dev.flagform.cdktn", maven: { groupId: "dev.flagform", artifactId: "flagform-cdktn" } },
        dotnet: { namespace: "Flagform.Cdktn", packageId: "Flagform.Cdktn" },
        go: { moduleName: "github.com/flagform/flagform-cdktn-go" },
      },
    },
    devDependencies: { cdktn: CDKTN, constructs: CONSTRUCTS },
    peerDependencies: { cdktn: `^${CDKTN}`, constructs: `^${CONSTRUCTS}` },
  };
}

/** Module names only: texts name the command that people know. */
export function renamed(text) {
  return text
    .replace(/(from |require\(|import\(|resolve\(|load\(|__filename\)\()(["'])cdktf(["'/])/g, "$1$2cdktn$3")
    .replace(/@cdktf\/provider-null/g, "@cdktn/provider-null");
}

function copyRenamed(from, to, isCode) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyRenamed(source, target, isCode);
    else if (isCode(entry.name)) writeFileSync(target, renamed(readFileSync(source, "utf8")));
  }
}
