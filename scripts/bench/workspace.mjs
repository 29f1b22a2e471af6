import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./processes.mjs";

const PEAK_USAGE = fileURLToPath(new URL("peak-usage.cjs", import.meta.url));

/** What every step of the scale and the platforms' part is: its name, the command, and which value is served. */
export const OPERATIONS = [
  { name: "create (apply)", command: "apply", value: "first" },
  { name: "no changes (plan)", command: "plan", value: "first" },
  { name: "one value changed (apply)", command: "apply", value: "second" },
  { name: "destroy", command: "destroy", value: "second" },
];

/** A folder for terraform; the function that it returns runs one operation and returns what that took. */
export async function createWorkspace({ folder, states }, name, configuration, { mirror, variables = {} } = {}) {
  const directory = join(folder, name);
  const usageFile = join(folder, "usage");
  mkdirSync(directory);
  writeFileSync(join(directory, "backend.tf.json"), JSON.stringify({ terraform: { backend: states.backend() } }));
  const configure = (value) => writeFileSync(join(directory, "main.tf.json"), JSON.stringify(configuration(value)));
  const env = { ...settings(folder, usageFile), ...variables };
  configure("first");
  await run(
    "terraform",
    ["init", "-input=false", ...(mirror === undefined ? [] : [`-plugin-dir=${mirror}`])],
    directory,
    env,
  );
  return async ({ command, value }) => {
    configure(value);
    rmSync(usageFile, { force: true });
    const mode = command === "plan" ? "-detailed-exitcode" : "-auto-approve";
    const began = performance.now();
    await run("terraform", [command, "-input=false", "-no-color", mode], directory, env);
    return { seconds: (performance.now() - began) / 1000, ...usageOf(usageFile) };
  };
}

/** All processes of the provider that one command started: their CPU time, and the most that one of them held. */
function usageOf(file) {
  if (!existsSync(file)) return {};
  const usages = readFileSync(file, "utf8").trim().split("\n").map(JSON.parse);
  return {
    cpuSeconds: usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    peakMegabytes: Math.max(...usages.map(({ peakKilobytes }) => peakKilobytes)) / 1024,
  };
}

/** No credential of whoever runs the bench may reach a provider here. */
function settings(folder, usageFile) {
  const configuration = join(folder, "terraformrc");
  writeFileSync(configuration, "");
  const platforms = Object.keys(process.env).filter((name) => /^(FLAGSMITH|SPLIT|VERCEL|MIXPANEL)_/.test(name));
  return {
    ...Object.fromEntries(platforms.map((name) => [name, undefined])),
    TF_CLI_CONFIG_FILE: configuration,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    FLAGFORM_NODE: process.execPath,
    FLAGFORM_BENCH_USAGE: usageFile,
    NODE_OPTIONS: `--require=${JSON.stringify(PEAK_USAGE)}`,
  };
}
