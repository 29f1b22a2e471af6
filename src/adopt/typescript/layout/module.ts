import type { Code } from "./code";
import { commentLines } from "./literals";
import { propertyLine, statement } from "./print";

/** Which language a program is written in: what runs is the same without its types. */
export type Language = "typescript" | "javascript";

type Line = string | { readonly typed: string; readonly untyped: string | undefined };

/** A file of the program, with the imports that its code uses. */
export class Module {
  private readonly imports = new Map<string, Set<string>>();
  private readonly types = new Map<string, Set<string>>();
  private readonly lines: Line[] = [];
  private readonly exported: string[] = [];

  constructor(readonly name: string) {}

  /** A name of a package or another file: it is imported. */
  use(name: string, from = "flagform"): string {
    add(this.imports, from, name);
    return name;
  }

  /** A type, which is only imported in TypeScript. */
  useType(name: string, from: string): string {
    add(this.types, from, name);
    return name;
  }

  /** A line that is the same in both languages. */
  line(text = ""): void {
    this.lines.push(text);
  }

  /** One that is not; undefined: there is none in JavaScript. */
  typed(typed: string, untyped?: string): void {
    this.lines.push({ typed, untyped });
  }

  comment(text: string, indent = ""): void {
    for (const each of commentLines(text, indent)) this.line(indent + each);
  }

  statement(indent: string, before: string, code: Code): void {
    this.line(statement(indent, before, code));
  }

  /** An entry of an object that is laid out line by line. */
  property(indent: string, name: string, code: Code): void {
    this.line(propertyLine(indent, name, code));
  }

  /** `export function name(parameters): type {`. */
  function(name: string, parameters: readonly (readonly [name: string, type: string])[], type?: string): void {
    const typed = parameters.map(([each, own]) => `${each}: ${own}`).join(", ");
    const untyped = parameters.map(([each]) => each).join(", ");
    this.typed(
      `export function ${name}(${typed})${type === undefined ? "" : `: ${type}`} {`,
      `function ${name}(${untyped}) {`,
    );
    this.exported.push(name);
  }

  render(language: Language): string {
    const isTyped = language === "typescript";
    const body = this.lines.flatMap((line) => {
      if (typeof line === "string") return [line];
      return isTyped ? [line.typed] : line.untyped === undefined ? [] : [line.untyped];
    });
    const exports = isTyped ? [] : this.exported.map((name) => `exports.${name} = ${name};`);
    const head = isTyped ? this.importLines() : this.requireLines();
    return [...head, ...(head.length > 0 ? [""] : []), ...body, ...exports, ""].join("\n");
  }

  private importLines(): string[] {
    const all = [
      ...[...this.imports].map(([from, names]) => [from, "import", names] as const),
      ...[...this.types].map(([from, names]) => [from, "import type", names] as const),
    ];
    return all.sort(packagesFirst).map(([from, keyword, names]) => importLine(keyword, [...names].sort(), from));
  }

  private requireLines(): string[] {
    return [...this.imports].sort(packagesFirst).map(([from, names]) => {
      return `const { ${[...names].sort().join(", ")} } = require(${JSON.stringify(from)});`;
    });
  }
}

function importLine(keyword: string, names: readonly string[], from: string): string {
  const line = `${keyword} { ${names.join(", ")} } from "${from}";`;
  return line.length <= 80 ? line : `${keyword} {\n${names.map((name) => `  ${name},\n`).join("")}} from "${from}";`;
}

function packagesFirst([one]: readonly [string, ...unknown[]], [other]: readonly [string, ...unknown[]]): number {
  const rank = (from: string): string => (from.startsWith(".") ? `1${from}` : `0${from}`);
  return rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : 0;
}

function add(map: Map<string, Set<string>>, key: string, name: string): void {
  const names = map.get(key) ?? new Set<string>();
  map.set(key, names.add(name));
}
