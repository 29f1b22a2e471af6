import { join } from "node:path";
import { compileExecutables } from "../executables/compile.mjs";
import { ownPlatform } from "../executables/runtimes.mjs";
import { getNode } from "../node-releases.mjs";
import { run } from "./processes.mjs";

const RELEASES = ["20", "22", "24", "26"];

/**
 * What the provider runs on: Node of PATH first, the other releases that npm carries, and the executable, which contains its own. Each has
 * `provider`, the file that Terraform starts, and `mirror`, from which Terraform installs it.
 */
export async function findRuntimes({ root, folder, mirror, executable, say }) {
  const runtimes = [{ name: `Node ${process.versions.node}`, node: process.execPath, provider: executable, mirror }];
  const missing = [];
  for (const release of RELEASES.filter((each) => !process.version.startsWith(`v${each}.`))) {
    say(`Node ${release}, from npm or its cache`);
    const { file, version, why } = getNode(release);
    if (file === undefined) missing.push(`Node ${release}: ${why}`);
    else runtimes.push({ name: `Node ${version.slice(1)}`, node: file, provider: executable, mirror });
  }
  const platform = ownPlatform();
  say("the executable, compiled");
  const made = platform ? await compileExecutables([platform], join(folder, "executables")) : { missing: ["no Bun here"] };
  if (made.missing.length > 0) missing.push(`the executable: ${made.missing.join("; ")}`);
  else {
    const own = join(folder, "executable-mirror");
    const file = made.files[platform];
    await run(file, ["provider", "--dir", own], root);
    runtimes.push({ name: "executable", provider: await named(own, root), mirror: own });
  }
  return { runtimes, missing };
}

/** The provider that the executable wrote, under its provider's name. */
async function named(mirror, root) {
  const found = await run(
    "find",
    [join(mirror, "registry.terraform.io"), "-type", "f", "-name", "terraform-provider-*"],
    root,
  );
  return found.trim();
}
