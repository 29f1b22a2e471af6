import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { build, transform } from "esbuild";

/**
 * The provider in several files. Terraform starts it two to five times per command, mostly to read its schema, and Node parses whole
 * files: one of all took 30 ms of each start, so that the platforms stand apart, and what Terraform waits for is small.
 *
 * esbuild splits only ES modules, and CommonJS starts faster: hence two steps. The extension .cjs says so whatever package.json lies
 * above, and whatever NODE_OPTIONS makes of other names.
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
  copyFileSync("scripts/provider-start.cjs", `${directory}/start.cjs`);
  // Node looks no further up, where a stack's own package.json may hold anything.
  writeFileSync(`${directory}/package.json`, '{ "type": "commonjs" }\n');
  return metafile;
}

/**
 * esbuild exports two getters for each name, one behind the other, and code in other files runs both each time that it uses the name:
 * a tenth of what a plan takes. No module here changes what it exports (eslint.config.mjs), so that the values are exported instead.
 */
const PLAIN = "module.exports={...module.exports};";

async function commonJs(text, { platform, target, minify, legalComments }) {
  // What is imported later is required later: nothing here is worth starting the loader of ES modules for.
  const supported = { "dynamic-import": false };
  const { code } = await transform(text, {
    platform,
    target,
    minify,
    legalComments,
    supported,
    format: "cjs",
    footer: PLAIN,
  });
  return code;
}
