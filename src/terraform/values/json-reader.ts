import { WireError } from "../protocol/wire";
import { Decimal, isDecimalText } from "../value";
import type { Raw } from "./raw";
import { MAX_NESTING } from "./raw";

/**
 * A string (skipped, so that digits inside it stay as they are; one without an end goes to the end of the text) or a number.
 */
const TOKEN = /"[^"\\]*(?:\\[^]?[^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** In a text without these, inside strings or not, each number is an integer of at most fifteen digits, which a double represents. */
const DOUBTFUL = /\d{16}|\d(?:\.|[eE][+-]?)\d/;
/** A placeholder for a number that a double cannot represent, while JSON.parse runs. */
const MARK = "\u0000decimal";

/**
 * Reads the JSON of state files without losing digits: a number that a double does not represent exactly becomes a Decimal.
 */
export function readJson(bytes: Buffer): Raw {
  const text = bytes.toString("utf8");
  if (!DOUBTFUL.test(text)) {
    const plain = parse(text);
    refuseDepth(plain, 0);
    return plain;
  }
  let marked = false;
  const safe = text.replace(TOKEN, (token) => {
    if (token.startsWith('"') || new Decimal(token).equals(new Decimal(String(Number(token))))) return token;
    marked = true;
    return JSON.stringify({ [MARK]: token });
  });
  const parsed = parse(safe);
  refuseDepth(parsed, 0);
  return marked ? restore(parsed) : parsed;
}

function parse(text: string): Raw {
  try {
    return JSON.parse(text) as Raw;
  } catch (failure) {
    // V8 quotes the text around the error, which may be a secret of the state.
    throw new WireError(`the state is not JSON (${failure instanceof SyntaxError ? "syntax error" : "unreadable"})`);
  }
}

function restore(value: Raw): Raw {
  if (Array.isArray(value)) return value.map(restore);
  if (!isRecord(value)) return value;
  const text = Object.hasOwn(value, MARK) ? value[MARK] : undefined;
  if (typeof text === "string" && isDecimalText(text)) return new Decimal(text);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restore(inner)]));
}

function refuseDepth(value: Raw, depth: number): void {
  if (depth > MAX_NESTING) throw new WireError("the state nests too deeply");
  if (Array.isArray(value) || isRecord(value)) {
    for (const inner of Object.values(value) as Raw[]) refuseDepth(inner, depth + 1);
  }
}

function isRecord(value: Raw): value is { readonly [key: string]: Raw } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
