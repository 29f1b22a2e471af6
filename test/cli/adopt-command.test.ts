import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPackages } from "../../src/cli/adopt/packages";
import { progressLine } from "../../src/cli/terminal/progress-line";
import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import type * as flagform from "../../src/index";
import { startProcess } from "../support/processes";
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

describe("a flag whose construct writes something else than the lists showed", () => {
  const { prototype } = (loadPackages()?.("flagform") as typeof flagform).FeatureFlag;
  afterEach(() => jest.restoreAllMocks());
  const doctored = (more: object) => {
    const attributes = Reflect.get(prototype, "synthesizeAttributes") as (this: unknown) => { readonly key: string };
    jest.spyOn(prototype as never, "synthesizeAttributes").mockImplementation(function (this: unknown) {
      const own = attributes.call(this);
      return (own.key === "old-banner" ? { ...own, ...more } : own) as never;
    });
  };

  test("the plan would change it: it is printed, the files are written, and the exit code is 1", async () => {
    doctored({ description: "of another hand" });
    const { code, out: said, err } = await adoptShop();
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(said).toContain(`${out}: 8 flags, 16 definitions, 1 segment\n`);
    expect(said).toMatch(/# flagform_feature_flag\.old-banner will be updated in-place$/m);
    expect(said).toContain(`+ description = "of another hand"\n`);
    expect(said).not.toContain("nothing to change");
    expect(said).toMatch(
      /^25 imports, and 1 change: change the files until the plan only imports, or apply what it says\.\n$/m,
    );
    expect(readdirSync(out)).toContain("flags.ts");
    expect(emulator.requests().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test.each([
    [
      "the plan",
      () => {
        doctored({ tags: ["nobody's"] });
      },
      /nobody's/,
    ],
    [
      "the construct",
      () => {
        const { importFrom } = prototype;
        jest.spyOn(prototype, "importFrom").mockImplementation(function (this: flagform.FeatureFlag, id) {
          if (id === "old-banner") throw new Error("it is old");
          importFrom.call(this, id);
        });
      },
      /^The constructs refuse it: it is old\. With --format hcl it may be possible\.$/,
    ],
  ])(
    "%s refuses it: it is left out with its definitions, and named in the summary and in the README",
    async (_who, doctor, why) => {
      doctor();
      const { code, out: said, err } = await adoptShop();
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(said).toContain(`${out}: 7 flags, 14 definitions, 1 segment\n`);
      expect(said).toContain("22 imports, nothing to change\n");
      const [, reason] = /^left out flag old-banner: (.*)$/m.exec(said) ?? [];
      expect(reason).toMatch(why);
      expect(said.match(/left out/g)).toHaveLength(1);
      expect(readFileSync(join(out, "README.md"), "utf8")).toContain("`flag old-banner`");
      expect(readFileSync(join(out, "flags.ts"), "utf8")).not.toContain("old-banner");
    },
  );
});

test("where cdktf is not installed next to flagform, the same resources are planned, and it says so", async () => {
  const lib = join(folder, "lib");
  cpSync(join(__dirname, "..", "..", "lib"), lib, { recursive: true });
  const env = { ...process.env, NODE_PATH: "" };
  const argv = [join(lib, "flagform.js"), "adopt", "--platform", "flagsmith", "--project", "Shop", "--out", out];
  const { code, stdout } = await startProcess(process.execPath, argv, { env }).finished;
  expect(stdout).toBe(
    `${out}: 8 flags, 16 definitions, 1 segment\ncdktf is not installed here, so that the program was not run: the same resources were planned. To plan the program itself, run npx cdktf diff in the folder.\n25 imports, nothing to change\n`,
  );
  expect(code).toBe(0);
  expect(readFileSync(join(out, "flags.ts"), "utf8")).toContain("export function oldBanner(");
});

test("while it works, a terminal shows what is read and planned, and nothing of it stays", async () => {
  const progressOf = async (): Promise<readonly string[]> => {
    const lines: string[] = [];
    const argv = ["adopt", "--platform", "flagsmith", "--project", "Shop", "--format", "hcl", "--out", out];
    await run(argv, undefined, (line) => lines.push(line));
    return lines;
  };
  const progress = await progressOf();
  expect(progress[0]).toBe("Flagsmith: flags …");
  expect(progress).toContain("Flagsmith: definitions …");
  expect(progress.slice(-2)).toEqual(["Flagsmith: planning: 1 of 25 resources …", ""]);
  // Also where it fails.
  rmSync(out, { recursive: true });
  process.env["FLAGSMITH_MASTER_API_KEY"] = "wrong000.key";
  expect(await progressOf()).toEqual(["Flagsmith: flags …", ""]);
});

test("progress is one line of a terminal, cut to its width and written over; a pipe gets nothing", () => {
  const shown = (isTTY: boolean, destroyed = false): readonly string[] => {
    const written: string[] = [];
    const progress = progressLine({ isTTY, destroyed, columns: 11, write: (text) => written.push(text) });
    for (const text of ["one", "one", "\u001b[31m of a long name", ""]) progress(text);
    return written;
  };
  expect(shown(true)).toEqual(["\r\u001b[2Kone", "\r\u001b[2K\\u001b[31m", "\r\u001b[2K"]);
  expect(shown(false)).toEqual([]);
  expect(shown(true, true)).toEqual([]);
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
