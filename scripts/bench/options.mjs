import { parseArgs } from "node:util";

export const USAGE = `npm run bench -- [options]

  --sizes 100,1000   resources of the scale part (100, 1000 and 10000 when absent;
                     Terraform itself takes an hour or two for the last)
  --only NAMES       some of start-up, forms, scale and platforms
  --quick            100 resources, fewer rounds, no pacing: a look, not a measurement
  --svg FILE         where the curves are drawn, with two sizes or more (docs/bench.svg when absent)
  --json             the results as JSON on the standard output
`;

const PARTS = ["start-up", "forms", "scale", "platforms"];

/** Throws with a sentence for people. */
export function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      sizes: { type: "string" },
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      svg: { type: "string", default: "docs/bench.svg" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { sizes: given, only, quick, svg, json, help } = values;
  const sizes = (given ?? (quick ? "100" : "100,1000,10000")).split(",").map(Number);
  // Ten or four resources a flag: see configuration.mjs.
  if (sizes.some((size) => !(size > 0) || size % 20 !== 0))
    throw new Error(`--sizes takes multiples of twenty, not ${given}`);
  const parts = only === undefined ? PARTS : only.split(",");
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw new Error(`--only takes some of ${PARTS.join(", ")}, not "${unknown}"`);
  return { sizes: sizes.sort((one, other) => one - other), parts, quick, svg, json, help };
}
