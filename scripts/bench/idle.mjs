import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/**
 * A provider of the same kit with the same resources, whose handlers do nothing: what Terraform and the kit take for a graph like
 * ours, before a platform is asked.
 */
export async function buildIdleProvider({ root, folder }) {
  const mirror = join(folder, "idle-mirror");
  const architecture = { x64: "amd64" }[process.arch] ?? process.arch;
  const place = join(mirror, "registry.terraform.io/flagform/flagform/0.0.1", `${process.platform}_${architecture}`);
  mkdirSync(place, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ["scripts/bench/idle-provider.mjs"],
    outfile: join(place, "provider.cjs"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    logLevel: "warning",
  });
  const launcher = join(place, "terraform-provider-flagform_v0.0.1");
  copyFileSync(join(root, "scripts/provider-launcher"), launcher);
  chmodSync(launcher, 0o755);
  copyFileSync(join(root, "scripts/provider-start.cjs"), join(place, "start.cjs"));
  writeFileSync(join(place, "package.json"), '{ "type": "commonjs" }\n');
  return mirror;
}
