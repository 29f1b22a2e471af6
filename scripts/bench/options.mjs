import { parseArgs } from "node:util";

export const USAGE = `npm run bench -- [options]

  --sizes 100,1000   resources of the scale part (100, 1000 and 10000 when absent;
                     Terraform itself takes an hour or two for the last)
  --forms NAMES      some of separate and listed: how the scale part writes its overrides
  --go               also an idle provider in Go, for comparison: builds scripts/bench/idle-go, needs Go and its proxy
  --only NAMES       some of start-up, forms, scale and platforms
  --quick            100 resources, fewer rounds, no pacing: a look, not a measurement
  --svg FILE         where the curves are drawn, with two sizes or more (docs/bench.svg when absent)
  --json             the results as JSON on the standard output
`;

const SCALE_FORMS = ["separate", "listed"];
const PARTS = ["start-up", "forms", "scale", "platforms"];

/** Throws with a sentence for people. */
export function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      sizes: { type: "string" },
      forms: { type: "string" },
      go: { type: "boolean", default: false },
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      svg: { type: "string", default: "docs/bench.svg" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { sizes: given, go, quick, svg, json, help } = values;
  const sizes = (given ?? (quick ? "100" : "100,1000,10000")).split(",").map(Number);
  // Ten or four resources a flag: see configuration.mjs.
  if (sizes.some((size) => !(size > 0) || size % 20 !== 0))
    throw new Error(`--sizes takes multiples of twenty, not ${given}`);
  const parts = someOf(PARTS, "--only", values.only);
  const forms = someOf(SCALE_FORMS, "--forms", values.forms);
  return { sizes: sizes.sort((one, other) => one - other), forms, parts, go, quick, svg, json, help };
}

function someOf(all, option, given) {
  const named = given?.split(",") ?? all;
  const unknown = named.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`${option} takes some of ${all.join(", ")}, not "${unknown}"`);
  return named;
}
