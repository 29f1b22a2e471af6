/** The lexical part of Terraform's expressions. */
export interface Token {
  readonly kind: "number" | "string" | "name" | "symbol" | "end";
  readonly text: string;
}

const PATTERNS: readonly (readonly [Token["kind"] | "space", RegExp])[] = [
  ["space", /\s+/y],
  ["number", /\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y],
  ["name", /[A-Za-z_][A-Za-z0-9_-]*/y],
  ["symbol", /\.\.\.|=>|==|!=|<=|>=|&&|\|\||::|[-+*/%!<>?:.,()[\]{}=]/y],
];

/** Throws a SyntaxError at anything outside the language. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  next: while (position < source.length) {
    if (source[position] === '"') {
      const end = endOfString(source, position);
      tokens.push({ kind: "string", text: source.slice(position + 1, end) });
      position = end + 1;
      continue;
    }
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = position;
      const match = pattern.exec(source);
      if (!match) continue;
      if (kind !== "space") tokens.push({ kind, text: match[0] });
      position = pattern.lastIndex;
      continue next;
    }
    throw new SyntaxError(`unexpected ${JSON.stringify(source[position])}`);
  }
  return [...tokens, { kind: "end", text: "" }];
}

/** Where the quote that begins at `start` ends; interpolations inside may hold quotes of their own. */
function endOfString(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === '"') return at;
    else if (isInterpolation(source, at)) at = endOfInterpolation(source, at);
  }
  throw new SyntaxError("unterminated string");
}

function isInterpolation(source: string, at: number): boolean {
  return source.startsWith("${", at) && source[at - 1] !== "$";
}

/** The closing brace of the `${` at `start`. */
export function endOfInterpolation(source: string, start: number): number {
  let depth = 0;
  for (let at = start + 2; at < source.length; at++) {
    if (source[at] === '"') at = endOfString(source, at);
    else if (source[at] === "{") depth++;
    else if (source[at] === "}" && depth-- === 0) return at;
  }
  throw new SyntaxError("unterminated interpolation");
}
