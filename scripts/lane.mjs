import { spawnSync } from "node:child_process";

/** Runs a part of a lane with its output shown, and says how long it took. Returns whether it succeeded. */
export function runPart(name, file, argv, { env = {}, minutes, killSignal = "SIGTERM" }) {
  const began = performance.now();
  const { status, error } = spawnSync(file, argv, {
    env: { ...process.env, CHECKPOINT_DISABLE: "1", ...env },
    stdio: "inherit",
    timeout: minutes * 60_000,
    killSignal,
  });
  console.log(`${name}: ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
  if (error) console.error(`Ended after ${String(minutes)} minutes, the longest it may take: ${error.message}`);
  return status === 0;
}
