import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { start } from "./flagform";
import { run } from "./in-process";

/** The command around an adoption: its settings, its folder, and what it says. */

type Emulator = Awaited<ReturnType<typeof startFlagsmithEmulator>>;

const ENVIRONMENT = ["FLAGSMITH_HOST", "FLAGSMITH_MASTER_API_KEY"] as const;
let emulator: Emulator;
let folder: string;
let out: string;

beforeAll(async () => {
  emulator = await startFlagsmithEmulator({
    key: "admin000.key",
    seed: {
      projects: [
        {
          name: "Shop",
          environments: [{ name: "staging" }, { name: "production" }],
          segments: [
            { name: "beta", rules: [{ type: "ALL", conditions: [{ operator: "EQUAL", property: "a", value: "b" }] }] },
          ],
          features: ["new-checkout", "new_checkout", "class", "42", "结账", "🛒", "x".repeat(150), "old-banner"].map(
            (name) => ({ name }),
          ),
        },
      ],
    },
  });
});
afterAll(() => emulator.stop());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flagform-adopt-"));
  out = join(folder, "out");
  process.env["FLAGSMITH_HOST"] = emulator.url;
  process.env["FLAGSMITH_MASTER_API_KEY"] = emulator.key;
  emulator.resetRequests();
});
afterEach(() => {
  for (const name of ENVIRONMENT) delete process.env[name];
  rmSync(folder, { recursive: true });
});

const adoptShop = (...more: readonly string[]) =>
  run(["adopt", "--platform", "flagsmith", "--project", "Shop", "--out", out, ...more]);

test("a project becomes a program; names that collide, keywords, digits and other scripts are told apart, the same each time", async () => {
  const { code, out: said, err } = await adoptShop();
  expect(err).toBe("");
  expect(said).toBe(`${out}: 8 flags, 16 definitions, 1 segment\n25 imports, nothing to change\n`);
  expect(code).toBe(0);
  expect(emulator.requests().filter(({ method }) => method !== "GET")).toEqual([]);
  const flags = readFileSync(join(out, "flags.ts"), "utf8");
  const functions = [...flags.matchAll(/^export function (\w+)\(/gm)].map(([, name]) => name);
  expect(functions).toEqual([
    "addFlags",
    expect.stringMatching(/^_42$/),
    expect.stringMatching(/^class[0-9A-F][0-9a-f]{7}$/),
    expect.stringMatching(/^newCheckout[0-9A-F][0-9a-f]{7}$/),
    expect.stringMatching(/^newCheckout[0-9A-F][0-9a-f]{7}$/),
    "oldBanner",
    expect.stringMatching(/^x{30}[0-9A-F][0-9a-f]{7}$/),
    expect.stringMatching(/^_[0-9A-F][0-9a-f]{7}$/),
    expect.stringMatching(/^_[0-9A-F][0-9a-f]{7}$/),
  ]);
  expect(new Set(functions).size).toBe(functions.length);
  rmSync(out, { recursive: true });
  await adoptShop();
  expect(readFileSync(join(out, "flags.ts"), "utf8")).toBe(flags);
});

test("some flags in one environment, as HCL; what others use too is only named", async () => {
  const { code, out: said } = await adoptShop(
    "--flag",
    "new?checkout",
    "--flag",
    "new-*",
    "--environment",
    "staging",
    "--format",
    "hcl",
  );
  expect(said).toBe(`${out}: 1 flag, 1 definition, 0 segments\n2 imports, nothing to change\n`);
  expect(code).toBe(0);
  expect(readdirSync(out).sort()).toEqual(["README.md", "flags.tf", "main.tf"]);
});

test("a folder that is not empty is refused by the names in it, before any request", async () => {
  mkdirSync(out);
  writeFileSync(join(out, "mine.tf"), "");
  const { code, err } = await adoptShop();
  expect(code).toBe(2);
  expect(err).toBe(
    `flagform adopt: ${out} is not empty (mine.tf), and nothing is overwritten: name a new folder with --out.\n`,
  );
  expect(emulator.requests()).toEqual([]);
  expect(readdirSync(out)).toEqual(["mine.tf"]);
});

test.each([
  [
    ["--set", "api_key=x"],
    "--set api_key: a credential does not belong on a command line. Export FLAGSMITH_MASTER_API_KEY.",
  ],
  [["--set", "hots=x"], "--set hots: the provider has no such setting for flagsmith. It has host, organisation"],
  [["--set", "host"], "--set host: it has the form NAME=VALUE, as in --set host=https://flags.example.com."],
  [["--set", "write_api=newest"], "--set write_api=newest:"],
])("%j is refused before any request", async (more, said) => {
  const { code, err } = await adoptShop(...more);
  expect(code).toBe(2);
  expect(err).toContain(said);
  expect(emulator.requests()).toEqual([]);
});

test("on Mixpanel the environments are named, and a project is none", async () => {
  const mixpanel = (...more: readonly string[]) => run(["adopt", "--platform", "mixpanel", "--out", out, ...more]);
  expect((await mixpanel()).err).toContain("--set environments.production=ID");
  expect((await mixpanel("--project", "Shop")).err).toContain("on Mixpanel each environment is a project");
});

test("without a credential, the error says which variable to set", async () => {
  delete process.env["FLAGSMITH_MASTER_API_KEY"];
  const { code, err } = await adoptShop();
  expect(code).toBe(1);
  expect(err).toContain("FLAGSMITH_MASTER_API_KEY");
});

test("Ctrl-C while it reads leaves no folder", async () => {
  // It takes requests and never answers.
  const silent = createServer();
  const asked = new Promise((resolve) => silent.once("connection", resolve));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  const env = { FLAGSMITH_HOST: `http://127.0.0.1:${String(port)}`, FLAGSMITH_MASTER_API_KEY: emulator.key };
  const started = start(["adopt", "--platform", "flagsmith", "--project", "Shop", "--out", out], env);
  const socket = (await asked) as Socket;
  started.interrupt();
  expect((await started.finished).code).toBe(130);
  expect(readdirSync(folder)).toEqual([]);
  socket.destroy();
  silent.close();
});
