// Compiles `flagform` to executables that need no Node.js: the provider and the whole command line in one file per platform.
import { statSync } from "node:fs";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { compileExecutables } from "./executables/compile.mjs";
import { BUN, EXECUTABLE_PLATFORMS } from "./executables/runtimes.mjs";

const USAGE = `npm run executables -- [--platforms NAMES] [--out DIR]

  --platforms NAMES  some of ${EXECUTABLE_PLATFORMS.join(", ")} (all when absent)
  --out DIR          where they are written, each in a folder of its platform (dist/executables when absent)
`;

const { values } = parseArgs({
  options: {
    platforms: { type: "string" },
    out: { type: "string", default: "dist/executables" },
    help: { type: "boolean", short: "h", default: false },
  },
});
const platforms = values.platforms?.split(",") ?? EXECUTABLE_PLATFORMS;
const unknown = platforms.filter((platform) => !EXECUTABLE_PLATFORMS.includes(platform));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`executables: not a platform: ${unknown.join(", ")}\n`);
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 2);
}
const { files, formats, missing } = await compileExecutables(platforms, values.out);
for (const [platform, file] of Object.entries(files))
  console.log(`${relative(process.cwd(), file)}  ${(statSync(file).size / 1e6).toFixed(1)} MB, ${formats[platform]}`);
for (const each of missing) console.error(`Not compiled: ${each}`);
if (missing.length > 0) console.error(`The runtimes are the npm packages @oven/bun-*, ${BUN}.`);
process.exit(missing.length > 0 ? 1 : 0);
