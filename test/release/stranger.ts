import { execFileSync, type ExecFileSyncOptions } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { VERSION } from "../../src/version";

/** Whoever installs a part of a release, in an empty folder. */

export const RELEASE = resolve(process.env["FLAGFORM_RELEASE"] ?? "");
export const ROOT = join(__dirname, "..", "..");

/** Files of a release; undefined where the release is without that part, which the lane has said. */
export function part(...path: string[]): string | undefined {
  const file = join(RELEASE, ...path);
  return existsSync(file) ? file : undefined;
}

/** `test`, or one that is skipped because the release has no such part, or a tool is missing. */
export function testOf(what: string, isThere: boolean): jest.It {
  if (!isThere) process.stderr.write(`NOT TESTED: ${what}\n`);
  return isThere ? test : test.skip;
}

export function hasCommand(name: string, ...argv: string[]): boolean {
  try {
    execFileSync(name, argv, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export const NPM = part("npm", `flagform-${VERSION}.tgz`);
export const CDKTN = part("npm", `flagform-cdktn-${VERSION}.tgz`);

export class Stranger {
  readonly folder = mkdtempSync(join(tmpdir(), "stranger-"));

  write(name: string, text: string): string {
    const file = join(this.folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Runs a program; an error has what it said. */
  run(file: string, argv: readonly string[], options: ExecFileSyncOptions = {}): string {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: "1",
      ...options.env,
    };
    // Nothing of this repository's is found: no node_modules above, no settings of npm's.
    for (const name of Object.keys(env)) if (/^npm_/.test(name)) env[name] = undefined;
    try {
      return String(execFileSync(file, argv, { cwd: this.folder, stdio: "pipe", maxBuffer: 1 << 28, ...options, env }));
    } catch (cause) {
      const { stdout = "", stderr = "" } = cause as { stdout?: Buffer; stderr?: Buffer };
      throw new Error(`${file} ${argv.join(" ")} failed:\n${String(stdout)}${String(stderr)}`, { cause });
    }
  }

  npmInstall(...packages: readonly string[]): void {
    this.run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefer-offline", ...packages]);
  }

  /** A synthesized stack, without what is different in every folder and language. */
  stack(name: string, out = "cdktf.out"): unknown {
    const file = join(this.folder, out, "stacks", name, "cdk.tf.json");
    return JSON.parse(readFileSync(file, "utf8").replaceAll(this.folder, "/folder")) as unknown;
  }

  files(...path: string[]): string[] {
    return readdirSync(join(this.folder, ...path)).sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The TypeScript program whose stack those of other languages must equal, run with this repository's package. */
export function stackOfTypeScript(files: Readonly<Record<string, string>>): unknown {
  const reference = new Stranger();
  try {
    for (const [name, text] of Object.entries(files)) reference.write(name, text);
    for (const name of ["cdktf", "constructs", "flagform"]) {
      reference.write("node_modules/.keep", "");
      execFileSync("ln", ["-s", join(ROOT, "node_modules", name), join(reference.folder, "node_modules", name)]);
    }
    reference.run(process.execPath, ["main.mjs"]);
    return reference.stack("checkout");
  } finally {
    reference.remove();
  }
}

/** The README's program. */
export function readmeProgram(): string {
  const program = /```ts\n(import \{ App, TerraformStack[^]*?)```/.exec(readFileSync(join(ROOT, "README.md"), "utf8"))?.[1];
  if (program === undefined) throw new Error("the README has no program");
  return program;
}

/** The files of the example with the checkout. */
export function checkoutProgram(): Record<string, string> {
  const read = (name: string) => readFileSync(join(ROOT, "examples/checkout", name), "utf8");
  return { "main.mjs": read("main.mjs"), "stack.mjs": read("stack.mjs") };
}
