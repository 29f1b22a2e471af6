import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { run } from "./processes.mjs";

const LAUNCHER = "terraform-provider-flagform_v0.0.1";

/**
 * A provider of the same kit with the same resources, whose handlers do nothing: what Terraform and the kit take for a graph like
 * ours, before a platform is asked.
 */
export async function buildIdleProvider({ root, folder }) {
  const { mirror, place } = makeMirror(folder, "idle-mirror");
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
  const launcher = join(place, LAUNCHER);
  copyFileSync(join(root, "scripts/provider-launcher"), launcher);
  chmodSync(launcher, 0o755);
  copyFileSync(join(root, "scripts/provider-start.cjs"), join(place, "start.cjs"));
  writeFileSync(join(place, "package.json"), '{ "type": "commonjs" }\n');
  return mirror;
}

/** The same in Go, on HashiCorp's plugin library: what Terraform takes for anybody's provider with these schemas. */
export async function buildIdleGoProvider({ root, folder }, idleMirror) {
  const { mirror, place } = makeMirror(folder, "idle-go-mirror");
  const source = join(root, "scripts/bench/idle-go");
  await run("go", ["build", "-trimpath", "-o", join(place, LAUNCHER), "."], source);
  const asked = join(folder, "idle-schemas");
  mkdirSync(asked);
  const required = { terraform: { required_providers: { flagform: { source: "flagform/flagform" } } } };
  writeFileSync(join(asked, "main.tf.json"), JSON.stringify(required));
  await run("terraform", ["init", "-input=false", `-plugin-dir=${idleMirror}`], asked, QUIET);
  writeFileSync(join(place, "schema.json"), await run("terraform", ["providers", "schema", "-json"], asked, QUIET));
  return mirror;
}

const QUIET = { CHECKPOINT_DISABLE: "1" };

function makeMirror(folder, name) {
  const mirror = join(folder, name);
  const architecture = { x64: "amd64" }[process.arch] ?? process.arch;
  const place = join(mirror, "registry.terraform.io/flagform/flagform/0.0.1", `${process.platform}_${architecture}`);
  mkdirSync(place, { recursive: true });
  return { mirror, place };
}
