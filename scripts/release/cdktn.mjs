import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { npmFolder, run } from "./tools.mjs";

/** What CDK Terrain's packages are called; its lowest supported constructs, as jsii wants it. */
const CDKTN = "0.24.0";
const CONSTRUCTS = "10.6.0";

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
  cpSync("lib/provider", join(folder, "lib/provider"), { recursive: true });
  cpSync("lib/THIRD-PARTY-NOTICES.txt", join(folder, "lib/THIRD-PARTY-NOTICES.txt"));
  for (const file of ["lib/flagform.js", "lib/constructs/internal/literals/literals.js"]) {
    writeFileSync(join(folder, file), renamed(readFileSync(file, "utf8")), {
      mode: file === "lib/flagform.js" ? 0o755 : 0o644,
    });
  }
  return resolve(folder);
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
