import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { flagsConfiguration, floorConfiguration, managed, ENVIRONMENTS, FLAGS, SEGMENTS } from "./configuration.mjs";
import { startEmulator } from "./emulator.mjs";
import { table } from "./table.mjs";

/** Whole commands of the real terraform: requests counted, and time beside the floor that as many terraform_data set. */
export async function operations(root, folder) {
  const emulator = await startEmulator(root, folder);
  try {
    const mirror = join(folder, "mirror");
    await must(process.execPath, [join(root, "lib/flagform.js"), "provider", "--dir", mirror], folder, {});
    const count = managed(flagsConfiguration(""));
    const flags = await workspace(folder, "flags", flagsConfiguration, [`-plugin-dir=${mirror}`], emulator.environment);
    const floor = await workspace(folder, "floor", (changed) => floorConfiguration(count, changed), [], {});
    const rows = [["", "reads", "writes", "time", "floor"]];
    for (const [name, command, changed] of [
      ["create (apply)", "apply", "first"],
      ["no changes (plan)", "plan", "first"],
      ["one value changed (apply)", "apply", "second"],
      ["destroy", "destroy", "second"],
    ]) {
      await emulator.takeCounts();
      const time = await flags(command, changed);
      const { reads, writes } = await emulator.takeCounts();
      rows.push([name, reads, writes, seconds(time), seconds(await floor(command, changed))]);
      if (name.startsWith("create")) rows.push([...(await tainted(folder))]);
    }
    return table(
      `Requests and time: ${FLAGS} flags x ${ENVIRONMENTS.length} environments x (1 definition + ${SEGMENTS.length} segment overrides), ${count} resources\n(reads are GETs; an apply's and a destroy's count those of its plan; the floor is as many terraform_data)`,
      rows,
    );
  } finally {
    emulator.stop();
  }
}

async function tainted(folder) {
  const state = JSON.parse(await must("terraform", ["show", "-json"], join(folder, "flags"), settings(folder)));
  const resources = state.values.root_module.resources;
  return ["  of it tainted", "", resources.filter((each) => each.tainted).length, "", ""];
}

/** Runs a command on a configuration with that value in it; what it took in milliseconds. */
async function workspace(folder, name, configuration, init, environment) {
  const directory = join(folder, name);
  mkdirSync(directory);
  const configure = (changed) =>
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify(configuration(changed), undefined, 1));
  configure("first");
  const env = { ...settings(folder), ...environment };
  await must("terraform", ["init", "-input=false", ...init], directory, env);
  return async (command, changed) => {
    configure(changed);
    const approve = command === "plan" ? ["-detailed-exitcode"] : ["-auto-approve"];
    const began = performance.now();
    await must("terraform", [command, "-input=false", "-no-color", ...approve], directory, env);
    return performance.now() - began;
  };
}

function settings(folder) {
  const configuration = join(folder, "terraformrc");
  writeFileSync(configuration, "");
  return {
    TF_CLI_CONFIG_FILE: configuration,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    FLAGFORM_NODE: process.execPath,
  };
}

/** Not synchronously: the connections to the emulator would die unnoticed meanwhile. */
async function must(file, argv, cwd, env) {
  const child = spawn(file, argv, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) child[stream].setEncoding("utf8").on("data", (text) => (said[stream] += text));
  const code = await new Promise((resolve, reject) => {
    child.on("error", ({ code, message }) =>
      reject(new Error(code === "ENOENT" ? `The bench needs ${file} on PATH, and there is none.` : message)),
    );
    child.on("close", resolve);
  });
  // A plan that was to find nothing, and found something, ends with 2.
  if (code !== 0) throw new Error(`${file} ${argv.join(" ")} ended with ${code}:\n${said.stdout}\n${said.stderr}`);
  return said.stdout;
}

function seconds(time) {
  return `${(time / 1000).toFixed(2)} s`;
}
