import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { findTerraform, HOW_TO_GET_IT } from "../../src/cli/terraform-binary";
import { type StartedProcess, startProcess } from "../support/processes";
import { ROOT } from "./blocks";

/** What `npm install` would fetch beside the package: it is in the repository's node_modules, and there is no registry. */
const INSTALLED = ["cdktf", "constructs"];

/**
 * Somebody who follows a page in an empty folder: with the packed package, the commands as printed, and `yes` where Terraform
 * asks. One environment for all commands, as in one terminal.
 */
export class Reader {
  /** Where the reader is. */
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #started: StartedProcess[] = [];

  constructor(private readonly directory = mkdtempSync(join(tmpdir(), "reader-"))) {
    const home = join(directory, "home");
    mkdirSync(home);
    this.folder = join(directory, "empty");
    mkdirSync(this.folder);
    writeFileSync(join(home, "terraformrc"), "");
    const terraform = findTerraform();
    if (!terraform) throw new Error(`The pages run the real Terraform, and there is none on PATH. ${HOW_TO_GET_IT}`);
    // A page says "terraform", whatever the file is called here.
    const bin = join(directory, "bin");
    mkdirSync(bin);
    symlinkSync(terraform.file, join(bin, "terraform"));
    this.#env = {
      PATH: [bin, dirname(process.execPath), process.env["PATH"]].join(":"),
      HOME: home,
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: join(home, "terraformrc"),
      // Whatever would be fetched from a registry fails at once.
      HTTPS_PROXY: "http://127.0.0.1:1",
    };
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** `npm install flagform cdktf constructs`, with the package as it would be published. */
  install(packed: string): void {
    const modules = join(this.folder, "node_modules");
    mkdirSync(join(modules, ".bin"), { recursive: true });
    cpSync(packed, join(modules, "flagform"), { recursive: true });
    for (const name of INSTALLED) symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
    symlinkSync(join("..", "flagform", "lib", "flagform.js"), join(modules, ".bin", "flagform"));
  }

  /** Commands in one shell, one after another; the first that fails ends them, unless they go on. */
  async run(commands: string, { goOn = false } = {}): Promise<string> {
    const shell = startProcess("bash", [goOn ? "-c" : "-ec", `yes yes | { ${commands}\n}`], {
      cwd: this.folder,
      env: this.#env,
    });
    const { code, output } = await shell.finished;
    if (code !== 0) throw new Error(`a reader's commands failed (${String(code)}):\n${commands}\n${output}`);
    return stripVTControlCharacters(output);
  }

  /** Starts what a second terminal keeps running, and waits until it says that it is ready. */
  async start(command: string, ready: string | RegExp): Promise<string> {
    const started = startProcess("bash", ["-c", `exec ${command.trim()}`], { cwd: this.folder, env: this.#env });
    this.#started.push(started);
    return started.printed(ready);
  }

  async leave(): Promise<void> {
    for (const each of this.#started) {
      each.interrupt();
      await each.finished;
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** The package as `npm publish` would send it, unpacked into a folder. */
export function pack(folder: string): string {
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const archive = join(folder, packed.toString().trim().split("\n").at(-1) ?? "");
  execFileSync("tar", ["-xzf", archive, "-C", folder]);
  return join(folder, "package");
}
