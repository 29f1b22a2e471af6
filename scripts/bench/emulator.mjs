import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "./processes.mjs";

/** The emulator as a process of its own, so that its work does not slow the measuring down. */
export async function startEmulator({ root, folder }, { platform, seed, options = [] }) {
  const file = join(folder, `${platform}-seed.json`);
  writeFileSync(file, JSON.stringify(seed));
  const argv = [join(root, "lib/flagform.js"), "emulator", platform, "--seed", file, ...options];
  const child = start(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  const said = await new Promise((resolve, reject) => {
    let text = "";
    child.on("error", reject);
    child.on("exit", () => reject(new Error(`the emulator ended:\n${text}`)));
    child.stdout.on("data", (chunk) => {
      text += chunk;
      if (/^export .*\n$/m.test(text)) resolve(text);
    });
  });
  const variables = Object.fromEntries([...said.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  const [, token] = /control token\s+(\S+)/.exec(said);
  const [, url] = /emulator at (\S+)/.exec(said);
  const control = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, connection: "close" };
    const response = await fetch(`${url}/__emulator__/${path}`, { method, headers, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`the emulator refused ${method} ${path}: ${await response.text()}`);
    return response;
  };
  return {
    variables,
    /** Each answer comes so much later than it would. */
    delay: (milliseconds) => control("POST", "faults", { kind: "delay", milliseconds, times: 0 }),
    /** Requests since the last look; `refused` are those of them that met the limit. */
    async takeCounts() {
      const { requests } = await (await control("GET", "requests")).json();
      await control("DELETE", "requests");
      const counts = { reads: 0, writes: 0, refused: 0 };
      for (const { method, status } of requests) {
        counts[status === 429 ? "refused" : method === "GET" ? "reads" : "writes"] += 1;
      }
      return counts;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}
