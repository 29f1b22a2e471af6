import { execFileSync } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Compiles the construct library: lib/index.js, lib/constructs/, and .jsii for the other languages. */
export async function buildConstructs() {
  const jsii = createRequire(import.meta.url).resolve("jsii/bin/jsii");
  execFileSync(process.execPath, [jsii, "--no-fix-peer-dependencies", "--silence-warnings", "reserved-word"], {
    cwd: root,
    stdio: "inherit",
    // Its banner about the end of Node 20 is not about what it builds.
    env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split(".")[0], ...process.env },
  });
  await buildLiterals();
  linkSelf();
}

/** The examples import the package by its name, as they do in a user's copy. */
function linkSelf() {
  const link = join(root, "node_modules", "flagform");
  if (!existsSync(link)) symlinkSync("..", link, "dir");
}

/**
 * The one file that uses zod becomes self-contained: 20 kB that load in 10 ms, where the installed package takes 90. So users
 * install no zod, and npm's bundled dependencies, which jsii would demand, are not needed.
 */
async function buildLiterals() {
  const file = "constructs/internal/literals/literals";
  await build({
    entryPoints: [join(root, "src", `${file}.ts`)],
    outfile: join(root, "lib", `${file}.js`),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    external: ["cdktf"],
    legalComments: "none",
    banner: { js: "/* zod: MIT License, Copyright (c) 2025 Colin McDonnell */" },
    allowOverwrite: true,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildConstructs();
