import { join } from "node:path";
import { VERSION } from "../../src/version";
import { startEmulator } from "../e2e/checkout-stack";
import { flagOf } from "../support/flagsmith-by-hand";
import { startProcess } from "../support/processes";
import { CDKTN, NPM, part, readmeProgram, stackOfTypeScript, Stranger, testOf } from "./stranger";

/** The packages for CDKTF and for CDK Terrain, each with the library that it is for, and with the other one. */

/** Node for CDK Terrain's command line, which does not start on 20; the lane gets it from npm. */
const NODE = process.env["FLAGFORM_NODE_22"];
const bothPackages = testOf("flagform-cdktn", CDKTN !== undefined && NPM !== undefined);

let stranger: Stranger;
beforeEach(() => (stranger = new Stranger()));
afterEach(() => {
  stranger.remove();
});

/** The README's program for other packages. */
function programFor(library: string, own: string): string {
  return readmeProgram().replace('from "cdktf"', `from "${library}"`).replace('from "flagform"', `from "${own}"`);
}

bothPackages("flagform-cdktn in an app of CDK Terrain synthesizes what flagform does with CDKTF", () => {
  stranger.npmInstall(String(CDKTN), "cdktn@0.24.0", "constructs@10.6.0");
  stranger.write("main.mjs", programFor("cdktn", "flagform-cdktn"));
  stranger.run(process.execPath, ["main.mjs"]);
  // Their metadata name the library's version.
  const { "//": own, ...stack } = stranger.stack("checkout") as Record<string, unknown>;
  const { "//": other, ...reference } = stackOfTypeScript({ "main.mjs": readmeProgram() }) as Record<string, unknown>;
  expect(stack).toEqual(reference);
  expect([own, other]).toEqual([expect.anything(), expect.anything()]);
  expect(stranger.run("npx", ["--no-install", "flagform", "--version"])).toBe(`${VERSION}\n`);
});

testOf("flagform-cdktn with CDK Terrain's own command line", CDKTN !== undefined && NODE !== undefined)(
  "cdktn deploy applies it, a second time with nothing to do, and cdktn destroy takes it away",
  async () => {
    const emulator = await startEmulator();
    try {
      stranger.npmInstall(String(CDKTN), "cdktn@0.24.0", "cdktn-cli@0.24.0", "constructs@10.6.0");
      stranger.write("main.mjs", programFor("cdktn", "flagform-cdktn"));
      const settings = {
        language: "typescript",
        app: `${String(NODE)} main.mjs`,
        projectId: "00000000-0000-4000-8000-000000000000",
      };
      stranger.write("cdktf.json", JSON.stringify({ ...settings, sendCrashReports: "false", terraformProviders: [] }));
      const cli = join(stranger.folder, "node_modules", "cdktn-cli", "bundle", "bin", "cdktn.js");
      const cdktn = async (...argv: string[]): Promise<string> => {
        const env = {
          ...process.env,
          HOME: stranger.folder,
          CI: "1",
          CHECKPOINT_DISABLE: "1",
          TF_CLI_CONFIG_FILE: undefined,
          FLAGSMITH_HOST: emulator.url,
          FLAGSMITH_MASTER_API_KEY: emulator.key,
        };
        // Not synchronously: the emulator is in this process.
        const { code, output } = await startProcess(String(NODE), [cli, ...argv], { cwd: stranger.folder, env }).finished;
        if (code !== 0) throw new Error(`cdktn ${argv.join(" ")} failed:\n${output}`);
        return output;
      };
      expect(await cdktn("deploy", "checkout", "--auto-approve")).toContain("Apply complete!");
      expect(await flagOf(emulator, "production-key", "new-checkout")).toMatchObject({
        environment_default: { enabled: false },
      });
      expect(await cdktn("deploy", "checkout", "--auto-approve")).toContain("No changes.");
      await cdktn("destroy", "checkout", "--auto-approve");
    } finally {
      await emulator.stop();
    }
  },
);

describe("what does not fit is said in one sentence", () => {
  bothPackages("flagform in an app of CDK Terrain", () => {
    stranger.npmInstall("--legacy-peer-deps", String(NPM), "cdktf@0.21.0", "cdktn@0.24.0", "constructs@10.6.0");
    stranger.write("main.mjs", programFor("cdktn", "flagform"));
    expect(() => stranger.run(process.execPath, ["main.mjs"])).toThrow(
      'Error: the program is an app of cdktn 0.24.0, and this package is for cdktf: install flagform-cdktn in its place ("npm install flagform-cdktn") and import from "flagform-cdktn"\n',
    );
  });

  bothPackages("flagform-cdktn in an app of CDKTF", () => {
    stranger.npmInstall("--legacy-peer-deps", String(CDKTN), "cdktf@0.21.0", "cdktn@0.24.0", "constructs@10.6.0");
    stranger.write("main.mjs", programFor("cdktf", "flagform-cdktn"));
    expect(() => stranger.run(process.execPath, ["main.mjs"])).toThrow(
      "Error: the program is an app of cdktf 0.21.0, and this package is for cdktn: install flagform in its place",
    );
  });

  bothPackages("two copies of constructs, of which the one that flagform gets cannot read the other", () => {
    stranger.npmInstall(String(NPM), "cdktf@0.21.0", "constructs@10.4.2");
    // What npm makes of an app whose constructs no other package can share.
    stranger.run("mkdir", ["-p", "library/node_modules"]);
    for (const name of ["flagform", "cdktf"]) stranger.run("cp", ["-r", `node_modules/${name}`, "library/node_modules/"]);
    stranger.run("npm", [
      "install",
      "--silent",
      "--no-audit",
      "--no-fund",
      "--no-save",
      "--prefix",
      "newer",
      "constructs@10.8.1",
    ]);
    stranger.run("mv", ["newer/node_modules/constructs", "library/node_modules/"]);
    stranger.write("library/index.cjs", 'module.exports = require("flagform");\n');
    stranger.write("main.mjs", programFor("cdktf", "./library/index.cjs"));
    expect(() => stranger.run(process.execPath, ["main.mjs"])).toThrow(
      'Error: the program and flagform use two copies of the package "constructs" that do not work together',
    );
  });

  bothPackages("not said of a program that works: cdktf as another name of cdktn", () => {
    stranger.write(
      "package.json",
      JSON.stringify({ name: "stranger", private: true, overrides: { cdktf: "npm:cdktn@0.24.0" } }),
    );
    stranger.npmInstall(String(NPM), "cdktn@0.24.0", "constructs@10.6.0");
    stranger.write("main.mjs", programFor("cdktn", "flagform"));
    stranger.run(process.execPath, ["main.mjs"]);
    expect(stranger.stack("checkout")).toMatchObject({ resource: { flagform_feature_flag: expect.anything() } });
  });
});

testOf("the wheel of flagform-cdktn", part("python", `flagform_cdktn-${VERSION}-py3-none-any.whl`) !== undefined)(
  "its wheel is installed next to CDK Terrain's and imported by its own name",
  () => {
    stranger.run("python3", ["-m", "venv", "venv"]);
    const python = join(stranger.folder, "venv", "bin", "python");
    const wheel = String(part("python", `flagform_cdktn-${VERSION}-py3-none-any.whl`));
    stranger.run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel]);
    const program = `
from cdktn import App, TerraformStack
from flagform_cdktn import FeatureFlag, FlagsmithProvider
app = App()
stack = TerraformStack(app, "shop")
FlagsmithProvider(stack, "flagsmith")
FeatureFlag(stack, "checkout", key="checkout")
app.synth()
`;
    stranger.run(python, [stranger.write("main.py", program)]);
    expect(stranger.stack("shop")).toMatchObject({ resource: { flagform_feature_flag: { checkout: { key: "checkout" } } } });
  },
);
