import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** How long a terraform may take to stop in order, with its state saved. */
const GRACE_MS = 10_000;

const running = new Set();
let ending = false;

/** A process group of its own: Ctrl-C reaches the bench alone, which then ends all in order. */
export function start(file, argv, options) {
  const child = spawn(file, argv, { ...options, detached: true });
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

/** What it said. Not synchronously: connections to the emulator would die unnoticed meanwhile. */
export async function run(file, argv, cwd, env = {}) {
  const child = start(file, argv, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) child[stream].setEncoding("utf8").on("data", (text) => (said[stream] += text));
  const code = await new Promise((resolve, reject) => {
    child.on("error", ({ code: reason, message }) => {
      running.delete(child);
      reject(new Error(reason === "ENOENT" ? `The bench needs ${file} on PATH, and there is none.` : message));
    });
    // What was interrupted has no result: nobody is to mistake it for one.
    child.on("close", (ended) => ending || resolve(ended));
  });
  // A plan that was to find nothing, and found something, ends with 2.
  if (code !== 0) throw new Error(`${file} ${argv.join(" ")} ended with ${code}:\n${said.stdout}\n${said.stderr}`);
  return said.stdout;
}

/** Ends what runs, the latest first: a terraform before the emulator that it talks to. */
export async function endAll() {
  for (const child of [...running].reverse()) {
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGINT");
    await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })]);
    killGroup(child);
  }
}

/** On an interrupt everything ends, `cleanUp` is called, and so does the bench. */
export function endOnInterrupt(cleanUp) {
  const end = (signal) => {
    if (ending) return;
    ending = true;
    process.stderr.write(`\n${signal}: ending what runs\n`);
    void endAll().then(() => {
      cleanUp();
      process.exit(1);
    });
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
  process.on("exit", () => running.forEach(killGroup));
}

function killGroup(child) {
  if (!running.has(child) || child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (failure) {
    // It ended in between.
    if (failure.code !== "ESRCH") throw failure;
  }
}
