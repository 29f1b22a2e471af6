import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** What docs/architecture.md says of imports and sizes, for all of src/; which folder may import which ESLint holds. */

const ROOT = join(__dirname, "..");

/** `flag.define()` makes a definition, which refers to a flag: the types of the two need each other. */
const CIRCLE = "src/constructs/flag/i-feature-flag.ts imports src/constructs/definition/environment-definition.ts";

const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join("src", name));
const texts = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));

/** Types that are imported count too. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(texts.get(file) ?? "", true, true);
  const paths = importedFiles.filter(({ fileName }) => fileName.startsWith(".")).map(({ fileName }) => fileName);
  const found = paths.map((path) => join(dirname(file), path)).map((path) => `${path}.ts`);
  return [...new Set(found)].filter((path) => texts.has(path));
}
const imports = new Map(files.map((file) => [file, importsOf(file)]));

test("no files import each other in a circle", () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (path.includes(file) || done.has(file)) return;
    for (const next of imports.get(file) ?? []) {
      if (`${file} imports ${next}` !== CIRCLE) walk(next, [...path, file]);
    }
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});

test("the exception is still needed", () => {
  const [from = "", to = ""] = CIRCLE.split(" imports ");
  expect(imports.get(from)).toContain(to);
});

test("no file imports more than fifteen others, but for the package's one public entry", () => {
  const many = files.filter((file) => file !== "src/index.ts" && (imports.get(file)?.length ?? 0) > 15);
  expect(many.sort()).toEqual([]);
});

test("no folder holds more than fifteen files side by side", () => {
  const folders = new Map<string, number>();
  for (const file of files) folders.set(dirname(file), (folders.get(dirname(file)) ?? 0) + 1);
  const full = [...folders].filter(([, count]) => count > 15).map(([folder]) => folder);
  expect(full).toEqual([]);
});

test("no file has more than 300 lines", () => {
  const long = files.filter((file) => (texts.get(file)?.split("\n").length ?? 0) > 301);
  expect(long).toEqual([]);
});
