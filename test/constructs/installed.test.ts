import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { temporaryDirectory } from "./fake-package";

/** The built package where a user has it: with its peers beside it, and nothing else (npm run build). */

const root = resolve(__dirname, "../..");

function installed(): string {
  const directory = temporaryDirectory();
  const modules = join(directory, "node_modules");
  mkdirSync(join(modules, "flagform"), { recursive: true });
  for (const file of ["package.json", ".jsii", "lib"]) {
    cpSync(join(root, file), join(modules, "flagform", file), { recursive: true });
  }
  for (const peer of ["cdktf", "constructs"]) symlinkSync(join(root, "node_modules", peer), join(modules, peer));
  return directory;
}

function run(directory: string, script: string): unknown {
  writeFileSync(join(directory, "script.js"), script);
  return JSON.parse(execFileSync(process.execPath, ["script.js"], { cwd: directory, encoding: "utf8" }));
}

const STACK = `
const { Testing, TerraformStack } = require("cdktf");
const flagform = require("flagform");
const stack = new TerraformStack(Testing.app(), "flags");
new flagform.FlagsmithProvider(stack, "flagsmith");
const flag = new flagform.FeatureFlag(stack, "flag", { key: "k" });
const definition = flag.define(flagform.FlagEnvironment.fromName(stack, "p", "Production"), { enabled: true });
`;

test("it needs nothing but its peers", () => {
  const stack = run(installed(), `${STACK}console.log(Testing.synth(stack, true));`);
  expect(stack).toMatchObject({ resource: { flagform_feature_flag: { k: { key: "k" } } } });
});

test("requiring it loads the constructs, and no checks, provider or emulator", () => {
  const loaded = run(
    installed(),
    `require("cdktf");
    const before = new Set(Object.keys(require.cache));
    require("flagform");
    console.log(JSON.stringify(Object.keys(require.cache).filter((file) => !before.has(file))));`,
  ) as string[];
  expect(
    loaded.filter((file) => !/\/flagform\/lib\/(index|get-own|trim|server-address|constructs\/.+)\.js$/.test(file)),
  ).toEqual([]);
  expect(loaded.filter((file) => file.endsWith("/literals.js"))).toEqual([]);
});

test("a gate of null_resource without @cdktf/provider-null tells what to do", () => {
  const message = run(
    installed(),
    `${STACK}
    try {
      new flagform.ReleaseGate(stack, "gate", { after: [definition], kind: flagform.GateKind.NULL_RESOURCE });
    } catch (error) {
      console.log(JSON.stringify(error.message));
    }`,
  );
  expect(message).toMatch(/flags\/gate: GateKind\.NULL_RESOURCE needs the package @cdktf\/provider-null.*leave `kind` out/);
});

test("who is served what is asked of it too, as other languages ask and as unit tests in JavaScript do", () => {
  const question = { environment: "Production", flag: "k" };
  const told = run(
    installed(),
    `${STACK}
    const { Served } = require("flagform/testing");
    const question = ${JSON.stringify(question)};
    const served = new flagform.ServedStack(stack);
    (async () => {
      await served.gets({ ...question, enabled: true, reason: "default" });
      const refused = await served.gets({ ...question, enabled: false }).catch((error) => error.message);
      (await new Served(stack).apply()).anyone().in("Production").gets("k", true);
      console.log(JSON.stringify({ refused, shares: await served.shares(question) }));
    })();`,
  );
  expect(told).toMatchObject({
    refused: expect.stringContaining("enabled is true, and should be false"),
    shares: { on: 100 },
  });
});
