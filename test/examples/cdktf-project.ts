import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { installDemofile } from "../fixtures/install-demofile";

const root = resolve(__dirname, "../..");

/** A copy of an example, with the real `cdktf` to run in it, offline and with a home of its own. */
export class CdktfProject {
  readonly directory = mkdtempSync(join(tmpdir(), "example-"));

  constructor(
    example: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    cpSync(join(root, "examples", example), this.directory, {
      recursive: true,
      filter: (path) => !/cdktf\.out|\.tfstate/.test(path),
    });
    // What npm install would put there; the build links the package itself into it.
    symlinkSync(join(root, "node_modules"), join(this.directory, "node_modules"));
    mkdirSync(join(this.directory, "home"));
  }

  /** Makes the fixture provider available, where Terraform looks for what is installed on the machine. */
  installSecondProvider(): void {
    installDemofile(join(this.directory, "home", "share", "terraform", "plugins"));
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.directory, name), text);
  }

  /** Runs `cdktf`; its output, or an error that holds it. */
  async must(...args: string[]): Promise<string> {
    const home = join(this.directory, "home");
    const child = spawn(process.execPath, [join(root, "node_modules/cdktf-cli/bundle/bin/cdktf.js"), ...args], {
      cwd: this.directory,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        HOME: home,
        XDG_DATA_HOME: join(home, "share"),
        CI: "1",
        FORCE_COLOR: "0",
        CHECKPOINT_DISABLE: "1",
        ...this.environment,
      },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((done, fail) => {
      child.once("error", fail);
      child.once("close", done);
    });
    const text = stripVTControlCharacters(output);
    if (code !== 0) throw new Error(`cdktf ${args.join(" ")} ended with ${String(code)}:\n${text}`);
    return text;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
