import { execFileSync } from "node:child_process";
import { milliseconds, summary, table } from "./table.mjs";

const ROUNDS = 20;

const PROGRAM = `
const began = performance.now();
require("cdktf");
const cdktf = performance.now() - began;
require(process.argv[1]);
console.log(JSON.stringify([cdktf, performance.now() - began - cdktf]));
`;

/** What requiring the package takes beyond cdktf, in fresh processes. */
export function load(root) {
  const samples = Array.from({ length: ROUNDS }, () =>
    JSON.parse(execFileSync(process.execPath, ["-e", PROGRAM, root], { cwd: root, encoding: "utf8" })),
  );
  const row = (name, column) => {
    const { min, median } = summary(samples.map((sample) => sample[column]));
    return [name, milliseconds(min), milliseconds(median)];
  };
  return table(`require() (${ROUNDS} fresh processes)`, [
    ["", "min", "median"],
    row("cdktf", 0),
    row("flagform, cdktf being there", 1),
  ]);
}
