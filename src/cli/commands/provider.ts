import { homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { layOutProvider } from "../../constructs/layout/provider-package";
import { VERSION } from "../../version";
import { defineCommand } from "../command/command";
import { executablePlatform, packageOfExecutable } from "../executable/own-file";
import { styled } from "../terminal/style";
import { failedCall, systemReason } from "../terminal/system-error";
import { temporaryFolder } from "../terminal/temporary-folder";

/** Terraform and OpenTofu each complete `flagform/flagform` by their own registry's host. */
const ADDRESS = "registry.terraform.io/flagform/flagform";
const ALIASES = ["registry.opentofu.org/flagform/flagform"];
/** Where both look by themselves, below the folder that they run in. */
const IMPLIED_MIRROR = join("terraform.d", "plugins");

export const providerCommand = defineCommand({
  name: "provider",
  summary: "write the provider to a folder, for configurations in plain HCL",
  about: [
    `Terraform and OpenTofu find a provider in ${IMPLIED_MIRROR}, below the folder that they run in, without any setting. Other providers still come from their registry.`,
    "Stacks of the construct library do not need this command: they contain the provider.",
  ],
  options: {
    dir: {
      value: "DIR",
      required: true,
      help: `the folder, which becomes a filesystem mirror: ${IMPLIED_MIRROR} needs no setting`,
    },
  },
  run({ values: { dir }, io }) {
    layOut(dir);
    io.out(
      styled("green", `The provider ${VERSION} is in ${dir}${forWhom()}.`),
      " Add it to the configuration:\n\n",
      `  terraform {\n    required_providers {\n      flagform = {\n        source  = "flagform/flagform"\n        version = "${VERSION}"\n      }\n    }\n  }\n\n`,
      `and initialise ${howToInitialise(dir)}`,
    );
    return Promise.resolve(0);
  },
});

/** The provider of the npm package is one for all platforms; an executable is for one. */
function forWhom(): string {
  const platform = executablePlatform();
  return platform === undefined ? "" : `, for ${platform}`;
}

/** The end of a sentence: where to run `init`, and with which option. */
function howToInitialise(dir: string): string {
  const folder = searchedFrom(resolve(dir));
  if (folder !== undefined) return `in ${folder} with: terraform init (or tofu init)\n`;
  const option = /\s/.test(dir) ? `"-plugin-dir=${dir}"` : `-plugin-dir=${dir}`;
  return [
    `with: terraform init ${option} (or tofu init)\n`,
    `With -plugin-dir, all other providers must be in ${dir} too. In ${IMPLIED_MIRROR}, below the folder that you initialise, flagform is\n`,
    "found without it, and the others come from their registry.\n",
  ].join("");
}

/**
 * The folder in which `init` finds the mirror by itself; undefined where none does.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
function searchedFrom(mirror: string): string | undefined {
  if (mirror === join(homedir(), ".terraform.d", "plugins")) return "any folder";
  const folder = dirname(dirname(mirror));
  if (mirror !== join(folder, IMPLIED_MIRROR)) return undefined;
  return folder === process.cwd() ? "this folder" : relative(process.cwd(), folder);
}

function layOut(dir: string): void {
  const provider = { address: ADDRESS, aliases: ALIASES, version: VERSION };
  const platform = executablePlatform();
  const folder = temporaryFolder("flagform-provider-");
  try {
    // The package is next to this bundle; an executable is the package, for its own platform.
    if (platform === undefined) layOutProvider({ ...provider, directory: join(__dirname, "provider") }, dir);
    else layOutProvider({ ...provider, directory: packageOfExecutable(folder.path) }, dir, [platform]);
  } catch (cause) {
    if (failedCall(cause) === undefined) throw cause;
    throw new Error(`cannot write the provider to ${dir}: ${systemReason(cause)}. Choose another folder with --dir.`);
  } finally {
    folder.remove();
  }
}
