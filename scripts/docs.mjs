// Writes docs/index.md, docs/resources/, docs/data-sources/, docs/list-resources/, docs/functions/ and the tables of what platforms can do, all
// from the provider's own declarations, and docs/api/ from the constructs' (npm run build first). With --check it writes nothing, and fails where what is committed is not what would be written.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { apiPages } from "./docs/api.mjs";
import { capabilityBlocks } from "./docs/capabilities.mjs";
import { conditionBlocks } from "./docs/conditions.mjs";
import { readExamples } from "./docs/examples.mjs";
import { loadProvider } from "./docs/load-provider.mjs";
import { withBlocks } from "./docs/marked-blocks.mjs";
import { pages } from "./docs/pages.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const checks = process.argv.includes("--check");

const { definition, platforms, conditions, reviewSchema } = await loadProvider(root);
const examples = readExamples(join(root, "docs/examples"), definition);
const written = { ...pages(definition, examples, handwritten()), ...markedFiles(), ...schemas(), ...apiPages(root) };
const stale = Object.keys(written).filter((file) => !existsSync(join(root, file)) || read(file) !== written[file]);
const orphans = ["docs/resources", "docs/data-sources", "docs/list-resources", "docs/functions", "docs/api"]
  .flatMap(filesIn)
  .filter((file) => !(file in written));

if (checks) {
  const complaints = [
    ...stale.map((file) => `${file} is not what the source says`),
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

/** For programs that read what the command line writes. */
function schemas() {
  const review = { $id: "https://flagform.dev/schemas/review-1.json", title: "A review of flagform", ...reviewSchema };
  return { "docs/schemas/review.schema.json": `${JSON.stringify(review, null, 2)}\n` };
}

/** Files written by people, in which a few blocks are ours. */
function markedFiles() {
  const blocks = { ...capabilityBlocks(platforms), ...conditionBlocks(platforms, conditions) };
  const files = ["README.md", ...filesIn("docs/guides")];
  return Object.fromEntries(files.map((file) => [file, withBlocks(file, read(file), blocks)]));
}

/** The pages that people wrote, in reading order, with their titles. */
function handwritten() {
  const first = ["start", "concepts", "flagsmith", "split", "vercel", "mixpanel"].map((name) => `docs/guides/${name}.md`);
  const last = ["docs/api/index.md", "docs/guides/troubleshooting.md", "docs/architecture.md"];
  const others = [...filesIn("docs/guides"), ...filesIn("docs").filter((file) => file !== "docs/index.md")];
  const files = [...first, ...others.filter((file) => ![...first, ...last].includes(file)), ...last];
  return files.map((file) => [file.slice("docs/".length), /^# (.*)$/m.exec(read(file))[1]]);
}

function filesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".md"));
  return names.map((name) => `${folder}/${name}`);
}

function read(file) {
  return readFileSync(join(root, file), "utf8");
}
