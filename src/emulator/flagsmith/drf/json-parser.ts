import { getOwn, setOwn } from "../../../get-own";
import type { Json, JsonObject } from "./json";
import { Float } from "./json";

/** Text that Python's `json.loads` refuses, with Python's message. */
export class JsonSyntaxError extends Error {}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** `json.loads`: the messages are Python's, integers of any size stay exact, 2.0 stays a float. */
export function parseJson(text: string): Json {
  const parser = new Parser(text);
  return parser.document();
}

class Parser {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): Json {
    this.space();
    const value = this.value();
    this.space();
    if (this.at < this.text.length) this.fail("Extra data", this.at);
    return value;
  }

  private value(): Json {
    const character = this.text[this.at];
    if (character === '"') return this.string();
    if (character === "{") return this.object();
    if (character === "[") return this.array();
    for (const [word, value] of [
      ["null", null],
      ["true", true],
      ["false", false],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private number(): Json {
    // Python would accept these; the framework's strict mode does not.
    const word = ["NaN", "Infinity", "-Infinity"].find((each) => this.text.startsWith(each, this.at));
    if (word !== undefined) throw new JsonSyntaxError(`Out of range float values are not JSON compliant: '${word}'`);
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match) return this.fail("Expecting value", this.at);
    this.at += match[0].length;
    if (match[1] !== undefined || match[2] !== undefined) return new Float(Number(match[0]));
    const exact = BigInt(match[0]);
    return BigInt(Number(exact)) === exact && Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }

  private string(): string {
    const start = this.at;
    let out = "";
    for (this.at += 1; ; this.at += 1) {
      const character = this.text[this.at];
      if (character === undefined) return this.fail("Unterminated string starting at", start);
      if (character === '"') break;
      if (character < " ") return this.fail("Invalid control character at", this.at);
      out += character === "\\" ? this.escape(start) : character;
    }
    this.at += 1;
    return out;
  }

  private escape(start: number): string {
    this.at += 1;
    const character = this.text[this.at];
    if (character === undefined) return this.fail("Unterminated string starting at", start);
    if (character !== "u") return getOwn(ESCAPES, character) ?? this.fail("Invalid \\escape", this.at - 1);
    const digits = this.text.slice(this.at + 1, this.at + 5);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return this.fail("Invalid \\uXXXX escape", this.at);
    this.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  private array(): Json[] {
    const out: Json[] = [];
    this.at += 1;
    this.space();
    if (this.take("]")) return out;
    for (;;) {
      out.push(this.value());
      this.space();
      if (this.take("]")) return out;
      if (!this.take(",")) return this.fail("Expecting ',' delimiter", this.at);
      this.space();
    }
  }

  private object(): JsonObject {
    const out: JsonObject = Object.create(null) as JsonObject;
    this.at += 1;
    this.space();
    if (this.take("}")) return out;
    for (;;) {
      if (this.text[this.at] !== '"') return this.fail("Expecting property name enclosed in double quotes", this.at);
      const key = this.string();
      this.space();
      if (!this.take(":")) return this.fail("Expecting ':' delimiter", this.at);
      this.space();
      setOwn(out, key, this.value());
      this.space();
      if (this.take("}")) return out;
      if (!this.take(",")) return this.fail("Expecting ',' delimiter", this.at);
      this.space();
    }
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at += 1;
  }

  private fail(message: string, at: number): never {
    const before = this.text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    throw new JsonSyntaxError(`${message}: line ${line} column ${column} (char ${at})`);
  }
}
