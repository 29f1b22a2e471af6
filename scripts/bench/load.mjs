import { run } from "./processes.mjs";
import { summary } from "./table.mjs";

const PROGRAM = `
const began = performance.now();
require("cdktf");
const cdktf = performance.now() - began;
require(process.argv[1]);
console.log(JSON.stringify([cdktf, performance.now() - began - cdktf]));
`;

/** What requiring the package takes beyond cdktf, in fresh processes. */
export async function measureLoad({ root, quick }) {
  const rounds = quick ? 3 : 20;
  const samples = [];
  while (samples.length < rounds) samples.push(JSON.parse(await run(process.execPath, ["-e", PROGRAM, root], root)));
  const column = (index) => summary(samples.map((sample) => sample[index]));
  return { rounds, cdktfMilliseconds: column(0), flagformMilliseconds: column(1) };
}
