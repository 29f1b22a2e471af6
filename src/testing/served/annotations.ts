import { ServedError } from "./asking/mismatch";

interface Entry {
  readonly path: string;
  readonly level: "info" | "warn" | "error";
  readonly text: string;
}

/** What the constructs of a stack warn of, inform of or refuse, by their annotations. */
export class Annotations {
  private constructor(private readonly entries: readonly Entry[]) {}

  /** Of a TerraformStack, or of any construct with what is in it. Aspects have run once the stack was synthesized. */
  static from(scope: object): Annotations {
    return new Annotations(entriesOf(scope));
  }

  /** A warning of a construct (`*`: of any), by its path and by its text, or a part of it. */
  hasWarning(path: string, text: string | RegExp): this {
    return this.has("warn", path, text);
  }

  hasError(path: string, text: string | RegExp): this {
    return this.has("error", path, text);
  }

  hasInfo(path: string, text: string | RegExp): this {
    return this.has("info", path, text);
  }

  /** That there is no warning and no error at all. */
  isQuiet(): this {
    const loud = this.entries.filter(({ level }) => level !== "info");
    if (loud.length === 0) return this;
    throw new ServedError(`The stack is annotated:\n${loud.map(entryText).join("\n")}`);
  }

  private has(level: Entry["level"], path: string, text: string | RegExp): this {
    const isAsked = (entry: Entry): boolean =>
      entry.level === level &&
      (path === "*" || entry.path === path.replace(/^\//, "")) &&
      (typeof text === "string" ? entry.text.includes(text) : text.test(entry.text));
    if (this.entries.some(isAsked)) return this;
    const there = this.entries.length === 0 ? "  (none)" : this.entries.map(entryText).join("\n");
    throw new ServedError(`${path} has no ${NOUNS[level]} ${String(text)}. The stack's annotations:\n${there}`);
  }
}

const NOUNS: Readonly<Record<Entry["level"], string>> = { info: "information", warn: "warning", error: "error" };

function entryText({ level, path, text }: Entry): string {
  return `  ${NOUNS[level]} at ${path}: ${text}`;
}

interface Node {
  readonly path: string;
  readonly metadata: readonly { readonly type: string; readonly data: unknown }[];
  findAll(): readonly { readonly node: Node }[];
}

function entriesOf(scope: object): readonly Entry[] {
  const { node } = scope as { readonly node?: Node };
  if (!node) throw new ServedError("Annotations are of constructs: pass the TerraformStack.");
  return node.findAll().flatMap(({ node: each }) =>
    each.metadata.flatMap(({ type, data }): Entry[] => {
      const level = (["info", "warn", "error"] as const).find((name) => type === `@cdktf/${name}`);
      return level ? [{ path: each.path, level, text: String(data) }] : [];
    }),
  );
}
