import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOutProvider, PLATFORMS } from "../../src/constructs/layout/provider-package";
import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { makeCertificate } from "../../src/terraform/server/transport/certificate";
import { VERSION } from "../../src/version";
import { Workspace } from "../support/terraform-workspace";
import { startEmulator } from "./checkout-stack";

/** The provider starts wherever it lies: whatever the folder is called, and whatever Node is told about the files there. */

const BUILT = join(__dirname, "..", "..", "lib", "provider");
const EXECUTABLE = `terraform-provider-flagform_v${VERSION}`;
const MODULES = '{ "type": "module" }';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), "anywhere-"))));
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** The first line that the executable prints. */
async function firstLine(file: string, variables: NodeJS.ProcessEnv = {}, cwd = home): Promise<string> {
  const env = {
    PATH: process.env["PATH"],
    FLAGFORM_NODE: process.execPath,
    TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
    PLUGIN_PROTOCOL_VERSIONS: "6",
    PLUGIN_CLIENT_CERT: makeCertificate().certPem,
    PLUGIN_UNIX_SOCKET_DIR: home,
    ...variables,
  };
  const child = spawn(file, [], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const errors: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const ended = once(child, "exit");
  try {
    const said = await Promise.race([once(child.stdout, "data"), ended.then(() => [Buffer.concat(errors)])]);
    return String(said[0]);
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

const ABOVE = {
  "ES modules": MODULES,
  CommonJS: '{ "type": "commonjs" }',
  "a file that is no JSON": "{ type: module",
  "exports of its own":
    '{ "name": "app", "type": "module", "exports": {}, "imports": { "./provider.cjs": "./nothing.js" } }',
};

test.each(Object.entries(ABOVE))("beneath a package.json with %s", async (_name, text) => {
  writeFileSync(join(home, "package.json"), text);
  cpSync(BUILT, join(home, "deep", "provider"), { recursive: true });
  expect(await firstLine(join(home, "deep", "provider", EXECUTABLE))).toMatch(/^1\|6\|unix\|/);
});

test.each([
  "with spaces",
  "#hash",
  "question?",
  "per%41cent",
  "ünï-フラグ",
  `quo'te"s`,
  "$HOME",
  "back`tick",
  "a;b&c",
  "-dash",
])("in a folder called %s", async (name) => {
  writeFileSync(join(home, "package.json"), MODULES);
  cpSync(BUILT, join(home, name), { recursive: true });
  expect(await firstLine(join(home, name, EXECUTABLE))).toMatch(/^1\|6\|unix\|/);
  expect(await firstLine(`./${EXECUTABLE}`, {}, join(home, name))).toMatch(/^1\|6\|unix\|/);
});

test.each([
  "--experimental-default-type=module",
  "--no-warnings --experimental-loader=data:text/javascript,",
  "--import=data:text/javascript,",
  "--preserve-symlinks --preserve-symlinks-main",
  "--enable-source-maps --max-old-space-size=512",
])("with NODE_OPTIONS=%s", async (options) => {
  writeFileSync(join(home, "package.json"), MODULES);
  cpSync(BUILT, join(home, "provider"), { recursive: true });
  expect(await firstLine(join(home, "provider", EXECUTABLE), { NODE_OPTIONS: options })).toMatch(/^1\|6\|unix\|/);
});

test("through links to its folder and to itself", async () => {
  writeFileSync(join(home, "package.json"), MODULES);
  symlinkSync(BUILT, join(home, "linked"));
  expect(await firstLine(join(home, "linked", EXECUTABLE))).toMatch(/^1\|6\|unix\|/);
  symlinkSync(join(home, "linked", EXECUTABLE), join(home, EXECUTABLE));
  expect(await firstLine(join(home, EXECUTABLE))).toMatch(/^1\|6\|unix\|/);
});

describe("with the real Terraform", () => {
  const FLAG = 'provider "flagform" {}\nresource "flagform_feature_flag" "f" {\n  key = "checkout"\n}\n';
  let emulator: FlagsmithEmulator;
  let workspace: Workspace;

  beforeEach(async () => {
    emulator = await startEmulator();
    workspace = new Workspace(emulator);
    workspace.write("package.json", MODULES);
    workspace.env["NODE_OPTIONS"] = "--experimental-default-type=module";
    workspace.cwd = join(workspace.directory, "my stacks #1 ü");
    mkdirSync(workspace.cwd);
    const required = 'terraform {\n  required_providers {\n    flagform = { source = "flagform/flagform" }\n  }\n}\n';
    writeFileSync(join(workspace.cwd, "main.tf"), required + FLAG);
  });
  afterEach(async () => {
    workspace.remove();
    await emulator.stop();
  });

  const layOut = (folder: string): string => {
    const to = join(workspace.cwd, folder);
    const address = "registry.terraform.io/flagform/flagform";
    const hash = layOutProvider({ address, version: VERSION, directory: BUILT }, to);
    for (const platform of PLATFORMS) chmodSync(join(to, address, VERSION, platform), 0o555);
    return hash;
  };

  test("a stack's own terraform.d, installed by init: the lock file holds what is there", async () => {
    const hash = layOut(join("terraform.d", "plugins"));
    await workspace.succeed("init", "-input=false");
    expect(readFileSync(join(workspace.cwd, ".terraform.lock.hcl"), "utf8")).toContain(hash);
    await workspace.apply();
    expect(await workspace.planIsEmpty()).toBe(true);
  });

  test("a copy of what init installed, beside a lock file that knows its hash", async () => {
    const hash = layOut("mirror");
    // A cache has Terraform copy the package out of the mirror.
    workspace.env["TF_PLUGIN_CACHE_DIR"] = join(workspace.cwd, "cache");
    mkdirSync(workspace.env["TF_PLUGIN_CACHE_DIR"]);
    await workspace.succeed("init", "-input=false", "-plugin-dir=mirror");
    rmSync(join(workspace.cwd, ".terraform"), { recursive: true });
    await workspace.succeed("init", "-input=false", "-plugin-dir=mirror");
    expect(readFileSync(join(workspace.cwd, ".terraform.lock.hcl"), "utf8")).toContain(hash);
    await workspace.apply();
  });
});
