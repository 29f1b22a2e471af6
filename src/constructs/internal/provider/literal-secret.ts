import { DefaultTokenResolver, StringConcat, type TerraformProvider, Token, Tokenization } from "cdktf";

/** Whether a credential, or a part of it, will be written in clear to the stack's file. */
export function isWrittenInClear(provider: TerraformProvider, value: unknown): boolean {
  if (typeof value !== "string" || value === "") return false;
  return hasLiteral(Token.isUnresolved(value) ? resolved(provider, value) : value);
}

/** The password in a host's address, likewise. */
export function passwordOf(provider: TerraformProvider, host: unknown): string | undefined {
  if (typeof host !== "string") return undefined;
  const text = Token.isUnresolved(host) ? resolved(provider, host) : host;
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#@:]*:([^/?#@]+)@/i.exec(text)?.[1];
}

function resolved(provider: TerraformProvider, value: string): string {
  const text = resolve(provider, value);
  return typeof text === "string" ? text : "";
}

/** As it will be written to the stack's file. */
export function resolve(provider: TerraformProvider, value: unknown): unknown {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope: provider, resolver, preparing: true }) as unknown;
}

/** Text before or after an expression, or inside an expression that joins texts. */
function hasLiteral(text: string): boolean {
  const expressions: string[] = [];
  const rest = withoutExpressions(text, expressions);
  if (rest.trim() !== "") return true;
  return expressions.some((each) => JOINS.test(each) && literalsIn(each).some((literal) => literal.length >= SHORTEST));
}

/** Separators and formats are shorter. */
const SHORTEST = 5;
const JOINS =
  /\b(?:join|format|formatlist|concat|replace|substr|coalesce|trimspace|trim|base64encode|base64decode|nonsensitive|sensitive|tostring)\(/;

function literalsIn(expression: string): string[] {
  return [...expression.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, literal = ""]) => withoutExpressions(literal, []));
}

/** Without the `${…}` expressions, including nested braces. */
function withoutExpressions(text: string, taken: string[]): string {
  let rest = "";
  for (let at = 0; at < text.length;) {
    if (text.startsWith("$${", at)) {
      rest += "$${";
      at += 3;
    } else if (text.startsWith("${", at)) {
      const end = endOf(text, at + 2);
      taken.push(text.slice(at + 2, end - 1));
      at = end;
    } else {
      rest += text.charAt(at);
      at += 1;
    }
  }
  return rest;
}

function endOf(text: string, start: number): number {
  let depth = 1;
  let at = start;
  for (; at < text.length && depth > 0; at += 1) {
    if (text.charAt(at) === "{") depth += 1;
    if (text.charAt(at) === "}") depth -= 1;
  }
  return at;
}
