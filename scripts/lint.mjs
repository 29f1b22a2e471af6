// Types, lint rules, format and copies: each a process of its own, as many at once as there are processors.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** The longest first. */
const PARTS = [
  ["eslint", "."],
  ["tsc", "--noEmit"],
  ["prettier", "--check", "."],
  ["tsc", "--noEmit", "-p", "tsconfig.page.json"],
  ["jscpd"],
];

const waiting = [...PARTS];
const failed = [];
await Promise.all(Array.from({ length: availableParallelism() }, work));
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(", ")}`);
  process.exit(1);
}

async function work() {
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    const name = part.join(" ");
    const began = performance.now();
    const { code, output } = await run(part);
    // In one piece, so that the parts do not mix.
    console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s\n${output}`.trimEnd());
    if (code !== 0) failed.push(name);
  }
}

function run([command, ...argv]) {
  return new Promise((resolve, reject) => {
    const child = spawn("npx", ["--no-install", command, ...argv], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
