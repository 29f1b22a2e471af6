import { join } from "node:path";
import ts from "typescript";
import { blocksOf, pages, ROOT, textOf } from "./blocks";

/** The TypeScript of a page is one program, from its imports on, which the strict compiler accepts. */

const PROGRAMS = new Map(
  pages()
    .filter((page) => blocksOf(page).some(({ language }) => language === "ts"))
    .map((page) => [join(ROOT, "test", "docs", `${page.replace(/\W/g, "-")}.ts`), framed(textOf(page, "ts"))] as const),
);

/** A page that shows only a line or two is about a stack that there is. */
function framed(program: string): string {
  if (program.includes("new TerraformStack(")) return program;
  return `import { App, TerraformStack } from "cdktf";\nconst stack = new TerraformStack(new App(), "stack");\n${program}`;
}

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  types: ["node"],
  // As a reader has it: the declarations of the built package.
  paths: { flagform: [join(ROOT, "lib", "index.d.ts")] },
};

test("the TypeScript of README, docs and guides type-checks", () => {
  expect([...PROGRAMS.keys()].length).toBeGreaterThan(5);
  const plain = ts.createCompilerHost(OPTIONS);
  const host: ts.CompilerHost = {
    ...plain,
    fileExists: (name) => PROGRAMS.has(name) || plain.fileExists(name),
    readFile: (name) => PROGRAMS.get(name) ?? plain.readFile(name),
    getSourceFile: (name, ...more) => {
      const text = PROGRAMS.get(name);
      return text === undefined
        ? plain.getSourceFile(name, ...more)
        : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
    },
  };
  const program = ts.createProgram([...PROGRAMS.keys()], OPTIONS, host);
  const found = [...PROGRAMS.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  expect(
    found.map((each) => `${each.file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(each.messageText, "\n")}`),
  ).toEqual([]);
});
