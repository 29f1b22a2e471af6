import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SEED } from "./configuration.mjs";

/** The emulator as a process of its own, so that its work does not slow the measuring down. */
export async function startEmulator(root, folder) {
  const seed = join(folder, "seed.json");
  writeFileSync(seed, JSON.stringify(SEED));
  const child = spawn(process.execPath, [join(root, "lib/flagform.js"), "emulator", "flagsmith", "--seed", seed], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await new Promise((resolve, reject) => {
    let text = "";
    child.on("error", reject);
    child.on("exit", () => reject(new Error(`the emulator ended:\n${text}`)));
    child.stdout.on("data", (chunk) => {
      text += chunk;
      if (/^export FLAGSMITH_PROJECT=.*\n/m.test(text)) resolve(text);
    });
  });
  const environment = Object.fromEntries(
    [...said.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const token = /control token\s+(\S+)/.exec(said)[1];
  const control = (method) =>
    fetch(`${environment.FLAGSMITH_HOST}/__emulator__/requests`, { method, headers: { authorization: `Bearer ${token}` } });
  return {
    environment,
    /** Requests since the last look, by method. */
    async takeCounts() {
      const { requests } = await (await control("GET")).json();
      await control("DELETE");
      const counts = { reads: 0, writes: 0 };
      for (const { method } of requests) counts[method === "GET" ? "reads" : "writes"] += 1;
      return counts;
    },
    stop: () => child.kill("SIGTERM"),
  };
}
