// Builds lib/testing.js, which unit tests import as flagform/testing, and its types.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import ts from "typescript";

const ENTRY = "src/testing/public.ts";
/** Apart from the constructs' declarations, which jsii writes. */
const TYPES = "lib/testing-types";
const WIRE = "src/terraform/protocol/";

export async function buildTesting(options) {
  const { metafile } = await build({
    ...options,
    format: "cjs",
    entryPoints: [ENTRY],
    outfile: "lib/testing.js",
    external: ["cdktf", "constructs"],
  });
  writeTypes();
  return metafile;
}

/**
 * The declarations that the entry reaches, and no others: the provider's are nobody's business. Each file is written by itself, in a
 * twentieth of the time that the compiler takes for all; so what these files export has its types written out.
 */
function writeTypes() {
  const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ".");
  rmSync(TYPES, { recursive: true, force: true });
  const waiting = [ENTRY];
  const done = new Set();
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (done.has(file) || !existsSync(file)) continue;
    done.add(file);
    const compilerOptions = { ...options, noEmit: false, declaration: true };
    const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(file, "utf8"), {
      compilerOptions,
      fileName: file,
    });
    // The wire's messages are described by their tables; people only pass them on.
    if (diagnostics.length > 0 && !file.startsWith(WIRE)) throw new Error(ts.formatDiagnostics(diagnostics, HOST));
    const target = join(TYPES, relative("src", file)).replace(/\.ts$/, ".d.ts");
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
    const { importedFiles } = ts.preProcessFile(outputText, true, true);
    for (const { fileName } of importedFiles) waiting.push(`${join(dirname(file), fileName)}.ts`);
  }
  writeFileSync("lib/testing.d.ts", `export * from "./testing-types/testing/public";\n`);
}

const HOST = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: ts.sys.getCurrentDirectory,
  getNewLine: () => "\n",
};
