import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { start } from "./processes.mjs";
import { summary } from "./table.mjs";

/** What go-plugin sets; the certificate is a host's public half, as made for one run, and nobody has the other. */
const HOST = {
  TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  PLUGIN_PROTOCOL_VERSIONS: "6,5",
  PLUGIN_CLIENT_CERT: readFileSync(new URL("client-certificate.pem", import.meta.url), "utf8"),
};

/** From exec to the handshake line, and the same for Node alone in the same minute; and the memory that the provider uses then. */
export async function measureStartUp({ executable, quick }) {
  const rounds = quick ? 5 : 40;
  const [bare, provider, memory] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await untilExit(["-e", "0"]));
    const { time, kilobytes } = await untilHandshake(executable);
    provider.push(time);
    memory.push(kilobytes / 1024);
  }
  return {
    rounds,
    bareMilliseconds: summary(bare),
    providerMilliseconds: summary(provider),
    residentMegabytes: summary(memory),
  };
}

function untilExit(argv) {
  const began = performance.now();
  const child = start(process.execPath, argv, { stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => resolve(performance.now() - began));
  });
}

function untilHandshake(executable) {
  const began = performance.now();
  const child = start(executable, [], {
    env: { ...process.env, ...HOST, FLAGFORM_NODE: process.execPath },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let measured;
    child.on("error", reject);
    child.stdout.once("data", (line) => {
      const time = performance.now() - began;
      if (!/^1\|6\|/.test(String(line))) reject(new Error(`no handshake but: ${line}`));
      measured = { time, kilobytes: residentKilobytes(child.pid) };
      child.kill("SIGTERM");
    });
    child.on("exit", () => (measured ? resolve(measured) : reject(new Error("the provider ended without a handshake"))));
  });
}

function residentKilobytes(id) {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(id)], { encoding: "utf8" }).trim());
}
