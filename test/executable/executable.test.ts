import { copyFileSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { zip } from "../../scripts/release/zip.cjs";
import { useProviderPackage } from "../../src/constructs/internal/provider/carry-provider";
import { packageHash } from "../../src/constructs/layout/package-hash";
import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { FeatureFlag, FlagsmithProvider, FlagType } from "../../src/index";
import { makeCertificate } from "../../src/terraform/server/transport/certificate";
import { VERSION } from "../../src/version";
import { startEmulator } from "../e2e/checkout-stack";
import { type Finished, startProcess } from "../support/processes";
import { Workspace } from "../support/terraform-workspace";

/** The compiled file itself, as people download it. What Terraform asks of the provider is tested by test/e2e, with the same file. */

const FILE = resolve(process.env["FLAGFORM_EXECUTABLE"] ?? "");
const PROVIDER = `terraform-provider-flagform_v${VERSION}`;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "executable-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A copy under another name: a link, where the file system can. */
function named(name: string): string {
  const file = join(folder, name);
  try {
    linkSync(FILE, file);
  } catch {
    copyFileSync(FILE, file);
  }
  return file;
}

function run(file: string, argv: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = folder): Promise<Finished> {
  return startProcess(file, argv, { cwd, env: { HOME: folder, TMPDIR: folder, ...env } }).finished;
}

/** What a provider that Terraform starts prints first. */
async function handshake(file: string, env: NodeJS.ProcessEnv = {}, cwd = folder): Promise<string> {
  const started = startProcess(file, [], {
    cwd,
    env: {
      HOME: folder,
      TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
      PLUGIN_PROTOCOL_VERSIONS: "6",
      PLUGIN_CLIENT_CERT: makeCertificate().certPem,
      PLUGIN_UNIX_SOCKET_DIR: folder,
      ...env,
    },
  });
  try {
    return await started.printed("\n");
  } finally {
    started.kill("SIGTERM");
    await started.finished;
  }
}

test("called flagform it is the command line, without a Node.js on the machine", async () => {
  const file = named("flagform");
  expect(await run(file, ["--version"])).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
  expect((await run(file, ["--help"])).stdout).toMatch(/^ {2}emulator {2,}.*\n {2}demo /m);
  expect(await run(file, ["nonsense"])).toMatchObject({ code: 2, stdout: "" });
  expect((await run(file, ["completion", "bash"])).stdout).toContain("complete");
});

test("called as a provider it is the provider, which explains itself to people", async () => {
  for (const name of [PROVIDER, "terraform-provider-flagform"]) {
    const { code, stdout, output } = await run(named(name), ["--version"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(output).toContain("It is a plugin: Terraform (or OpenTofu) starts it by itself.");
  }
});

test("what Terraform starts as a plugin is the provider, whatever the file is called", async () => {
  expect(await handshake(named("flagform"))).toMatch(/^1\|6\|unix\|/);
  expect(await handshake(named(PROVIDER))).toMatch(/^1\|6\|unix\|/);
});

test("no file next to a stack runs code in it or changes its environment", async () => {
  const proof = join(folder, "proof");
  const code = `require("node:fs").writeFileSync(${JSON.stringify(proof)}, "ran")`;
  const hostile = join(folder, "hostile");
  mkdirSync(hostile);
  writeFileSync(join(hostile, "preloaded.js"), code);
  writeFileSync(join(hostile, "bunfig.toml"), 'preload = ["./preloaded.js"]\n[run]\npreload = ["./preloaded.js"]\n');
  writeFileSync(join(hostile, ".bunfig.toml"), 'preload = ["./preloaded.js"]\n');
  writeFileSync(join(hostile, "package.json"), "{ not JSON");
  writeFileSync(join(hostile, "tsconfig.json"), "{ not JSON");
  for (const name of [".env", ".env.local", ".env.production", ".env.development"])
    writeFileSync(
      join(hostile, name),
      `TF_PLUGIN_MAGIC_COOKIE=from-a-file\nBUN_OPTIONS=--preload=./preloaded.js\nNO_COLOR=1\n`,
    );
  const file = named("flagform");
  // With the cookie from the file it would take itself for a plugin.
  expect(await run(file, ["--version"], {}, hostile)).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
  expect(await handshake(file, {}, hostile)).toMatch(/^1\|6\|unix\|/);
  expect(readdirSync(folder)).not.toContain("proof");
});

test("NODE_OPTIONS does not reach it", async () => {
  const options = { NODE_OPTIONS: `--require=${join(folder, "nowhere.cjs")} --nonsense` };
  expect(await run(named("flagform"), ["--version"], options)).toMatchObject({ code: 0 });
  expect(await handshake(named(PROVIDER), options)).toMatch(/^1\|6\|unix\|/);
});

test("the demo runs to its end without Terraform and without Node.js", async () => {
  const { code, output } = await run(named("flagform"), ["demo"], { PATH: join(folder, "empty") });
  expect(output).toContain("There is no terraform or tofu on PATH");
  expect(output).toMatch(/bob +no flag +off 10 +on 10 +off 10 +off 25 +no flag/);
  expect(code).toBe(0);
});

describe("with the real Terraform", () => {
  let emulator: FlagsmithEmulator;
  let workspace: Workspace;
  beforeEach(async () => {
    emulator = await startEmulator();
    workspace = new Workspace(emulator);
    workspace.configure('provider "flagform" {}\nresource "flagform_feature_flag" "f" {\n  key = "checkout"\n}');
    workspace.env["PATH"] = "/nowhere";
  });
  afterEach(async () => {
    workspace.remove();
    await emulator.stop();
  });

  test("flagform provider writes the executable itself, for its own platform, and init, apply and plan work", async () => {
    const mirror = join(workspace.directory, "terraform.d", "plugins");
    const { code, output } = await run(named("flagform"), ["provider", "--dir", mirror]);
    expect(output).toContain(`The provider ${VERSION} is in ${mirror}, for linux_`);
    expect(code).toBe(0);
    const [platform = "", ...others] = readdirSync(join(mirror, "registry.terraform.io", "flagform", "flagform", VERSION));
    expect(others).toEqual([]);
    const hash = packageHash(join(mirror, "registry.opentofu.org", "flagform", "flagform", VERSION, platform));
    await workspace.succeed("init", "-input=false");
    expect(readFileSync(join(workspace.directory, ".terraform.lock.hcl"), "utf8")).toContain(hash);
    await workspace.apply();
    expect(await workspace.planIsEmpty()).toBe(true);
  });

  test("a stack that names a release carries it, with both hashes in the lock file, and Terraform needs no Node.js", async () => {
    const release = join(folder, "release");
    mkdirSync(release);
    const platform = `linux_${process.arch === "x64" ? "amd64" : process.arch}`;
    const archive = zip([{ name: PROVIDER, content: readFileSync(FILE), mode: 0o755 }]);
    writeFileSync(join(release, `terraform-provider-flagform_${VERSION}_${platform}.zip`), archive);
    useProviderPackage(resolve("lib/provider"));
    const app = new App({ outdir: join(folder, "cdktf.out") });
    const stack = new TerraformStack(app, "shop");
    new LocalBackend(stack, { path: join(folder, "terraform.tfstate") });
    new FlagsmithProvider(stack, "flagsmith", { executables: release });
    new FeatureFlag(stack, "checkout", { key: "checkout", type: FlagType.BOOLEAN });
    app.synth();
    workspace.cwd = join(app.outdir, "stacks", "shop");
    const lockFile = readFileSync(join(workspace.cwd, ".terraform.lock.hcl"), "utf8");
    expect(lockFile.match(/"h1:[^"]+"/g)).toHaveLength(2);
    await workspace.succeed("init", "-input=false", "-lockfile=readonly");
    await workspace.apply();
    expect(await workspace.planIsEmpty()).toBe(true);
    expect(readFileSync(join(workspace.cwd, ".terraform.lock.hcl"), "utf8")).toBe(lockFile);
  });

  test("the demo plans and applies with it", async () => {
    const path = process.env["PATH"] ?? "";
    const { code, output } = await run(named("flagform"), ["demo"], { PATH: path });
    expect(output).toContain("runs the provider as a process of its own");
    expect(output).toMatch(/bob +no flag +off 10 +on 10 +off 10 +off 25 +no flag/);
    expect(code).toBe(0);
  });
});
