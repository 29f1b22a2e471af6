import { getOwn } from "../../get-own";
import { endOfInterpolation, type Token, tokenize } from "./tokens";

/** The expressions the driver understands; for-expressions and splats it refuses by name. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Literal }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "step"; readonly of: Expression; readonly key: Expression }
  | { readonly kind: "list"; readonly elements: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "choice"; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: "operator"; readonly operator: string; readonly operands: readonly Expression[] };

/** Numbers as they were written, because they may be longer than JavaScript's. */
type Literal = null | boolean | string | { readonly number: string };

/** From the text between `${` and `}`. Throws a SyntaxError that names what it does not support. */
function parseExpression(source: string): Expression {
  const parser = new Parser(tokenize(source));
  const expression = parser.expression();
  parser.expect("end", "");
  return expression;
}

/**
 * A string as Terraform reads it: text, `${…}`, and the escapes `$${` and `%%{`. A string that is one interpolation and
 * nothing else keeps the type of its value.
 */
export function parseTemplate(source: string): Expression {
  const parts: Expression[] = [];
  let text = "";
  for (let at = 0; at < source.length; at++) {
    if (source.startsWith("$${", at) || source.startsWith("%%{", at)) {
      text += source.slice(at + 1, at + 3);
      at += 2;
    } else if (source.startsWith("${", at)) {
      const end = endOfInterpolation(source, at);
      if (text !== "") parts.push({ kind: "literal", value: text });
      text = "";
      parts.push(parseExpression(source.slice(at + 2, end)));
      at = end;
    } else if (source.startsWith("%{", at)) {
      throw new SyntaxError("template directives (%{…}) are not supported");
    } else {
      text += source[at] ?? "";
    }
  }
  const [only, ...more] = parts;
  if (only && more.length === 0 && text === "") return only;
  if (parts.length === 0) return { kind: "literal", value: text };
  return { kind: "template", parts: text === "" ? parts : [...parts, { kind: "literal", value: text }] };
}

const PRECEDENCE: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  expression(): Expression {
    const condition = this.binary(0);
    if (!this.take("symbol", "?")) return condition;
    const yes = this.expression();
    this.expect("symbol", ":");
    return { kind: "choice", condition, yes, no: this.expression() };
  }

  expect(kind: Token["kind"], text: string): void {
    if (!this.take(kind, text)) {
      throw new SyntaxError(
        `expected ${text === "" ? "the end" : JSON.stringify(text)} before ${JSON.stringify(this.current.text)}`,
      );
    }
  }

  private get current(): Token {
    return this.tokens[this.position] ?? { kind: "end", text: "" };
  }

  private take(kind: Token["kind"], text?: string): Token | undefined {
    const token = this.current;
    if (token.kind !== kind || (text !== undefined && token.text !== text)) return undefined;
    this.position++;
    return token;
  }

  private binary(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    while (this.current.kind === "symbol" && operators.includes(this.current.text)) {
      const operator = this.current.text;
      this.position++;
      left = { kind: "operator", operator, operands: [left, this.binary(level + 1)] };
    }
    return left;
  }

  private unary(): Expression {
    for (const operator of ["!", "-"]) {
      if (this.take("symbol", operator)) return { kind: "operator", operator, operands: [this.unary()] };
    }
    return this.steps(this.primary());
  }

  private steps(start: Expression): Expression {
    let of = start;
    for (;;) {
      if (this.take("symbol", ".")) {
        const key = this.take("name") ?? this.take("number");
        if (!key) throw new SyntaxError(`a splat or an attribute without a name (".${this.current.text}") is not supported`);
        // `a.0.1` reads as a number with a fraction.
        for (const each of key.kind === "number" ? key.text.split(".") : [key.text]) {
          of = { kind: "step", of, key: { kind: "literal", value: key.kind === "number" ? { number: each } : each } };
        }
      } else if (this.take("symbol", "[")) {
        if (this.take("symbol", "*")) throw new SyntaxError("a splat ([*]) is not supported");
        of = { kind: "step", of, key: this.expression() };
        this.expect("symbol", "]");
      } else {
        return of;
      }
    }
  }

  private primary(): Expression {
    const token = this.current;
    this.position++;
    if (token.kind === "number") return { kind: "literal", value: { number: token.text } };
    if (token.kind === "string") return parseTemplate(unescape(token.text));
    if (token.kind === "name") return this.named(token.text);
    if (token.text === "(") {
      const inner = this.expression();
      this.expect("symbol", ")");
      return inner;
    }
    if (token.text === "[") return { kind: "list", elements: this.sequence("]", () => this.expression()) };
    if (token.text === "{") return { kind: "object", entries: this.sequence("}", () => this.entry()) };
    throw new SyntaxError(`unexpected ${JSON.stringify(token.text)}`);
  }

  private named(name: string): Expression {
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
    if (name === "null") return { kind: "literal", value: null };
    if (this.take("symbol", "::")) throw new SyntaxError(`functions of providers (${name}::…) are not supported`);
    if (!this.take("symbol", "(")) return { kind: "name", name };
    return { kind: "call", name, args: this.sequence(")", () => this.expression()) };
  }

  private entry(): readonly [Expression, Expression] {
    const name = this.tokens[this.position + 1]?.text !== "." ? this.take("name") : undefined;
    const key: Expression = name ? { kind: "literal", value: name.text } : this.expression();
    if (!this.take("symbol", "=")) this.expect("symbol", ":");
    return [key, this.expression()];
  }

  private sequence<T>(end: string, element: () => T): T[] {
    const elements: T[] = [];
    if (this.current.text === "for") throw new SyntaxError("for-expressions are not supported");
    while (!this.take("symbol", end)) {
      elements.push(element());
      if (!this.take("symbol", ",") && this.current.text !== end) {
        // In an object, a new line separates like a comma; the tokens do not show it.
        if (end === "}") continue;
        throw new SyntaxError(`expected "," or "${end}" before ${JSON.stringify(this.current.text)}`);
      }
    }
    return elements;
  }
}

const ESCAPES: { readonly [letter: string]: string } = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

function unescape(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g,
    (_whole, short?: string, long?: string, letter?: string) => {
      if (short ?? long) return String.fromCodePoint(parseInt(short ?? long ?? "", 16));
      const escaped = getOwn(ESCAPES, letter ?? "");
      if (escaped === undefined) throw new SyntaxError(`"\\${letter ?? ""}" is not an escape sequence`);
      return escaped;
    },
  );
}
