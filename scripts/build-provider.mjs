import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { build, transform } from "esbuild";

/**
 * The provider in several files. Terraform starts it two to five times per command, mostly to read its schema, and Node parses whole
 * files: one of all took 30 ms of each start, so that the platforms stand apart, and what Terraform waits for is small.
 *
 * esbuild splits only ES modules, which the launcher cannot be (its name has no extension that Node knows): hence two steps.
 */
export async function buildProvider(options, directory, version) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: { provider: "src/cli/terraform-provider.ts" },
    outdir: directory,
    chunkNames: "[name]-[hash]",
    outExtension: { ".js": ".cjs" },
    format: "esm",
    splitting: true,
    write: false,
  });
  for (const { path, text } of outputFiles) writeFileSync(path, await commonJs(text, options));
  // Terraform runs the first file whose name starts so: none of the others may.
  const launcher = `${directory}/terraform-provider-flagform_v${version}`;
  copyFileSync("scripts/provider-launcher", launcher);
  chmodSync(launcher, 0o755);
  return metafile;
}

async function commonJs(text, { platform, target, minify, legalComments }) {
  // What is imported later is required later: nothing here is worth starting the loader of ES modules for.
  const supported = { "dynamic-import": false };
  const { code } = await transform(text, { platform, target, minify, legalComments, supported, format: "cjs" });
  return code;
}
