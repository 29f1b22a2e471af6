// Writes docs/index.md, docs/resources/, docs/data-sources/ and the tables of what platforms can do, all from the provider's own
// declarations. With --check it writes nothing, and fails where what is committed is not what would be written.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { capabilityBlocks } from "./docs/capabilities.mjs";
import { conditionBlocks } from "./docs/conditions.mjs";
import { readExamples } from "./docs/examples.mjs";
import { loadProvider } from "./docs/load-provider.mjs";
import { withBlocks } from "./docs/marked-blocks.mjs";
import { pages } from "./docs/pages.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const checks = process.argv.includes("--check");

const { definition, platforms, conditions } = await loadProvider(root);
const written = { ...pages(definition, readExamples(join(root, "docs/examples"), definition)), ...markedFiles() };
const stale = Object.keys(written).filter((file) => !existsSync(join(root, file)) || read(file) !== written[file]);
const orphans = ["docs/resources", "docs/data-sources"].flatMap(filesIn).filter((file) => !(file in written));

if (checks) {
  const complaints = [
    ...stale.map((file) => `${file} is not what the schema says`),
    ...orphans.map((file) => `${file} describes nothing`),
  ];
  if (complaints.length > 0) {
    console.error(`${complaints.join("\n")}\nRun: npm run docs`);
    process.exitCode = 1;
  }
} else {
  for (const file of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), written[file]);
    console.log(file);
  }
  for (const file of orphans) rmSync(join(root, file));
}

/** Files written by people, in which a few blocks are ours. */
function markedFiles() {
  const blocks = { ...capabilityBlocks(platforms), ...conditionBlocks(platforms, conditions) };
  const files = ["README.md", ...filesIn("docs/guides")];
  return Object.fromEntries(files.map((file) => [file, withBlocks(file, read(file), blocks)]));
}

function filesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".md"));
  return names.map((name) => `${folder}/${name}`);
}

function read(file) {
  return readFileSync(join(root, file), "utf8");
}
