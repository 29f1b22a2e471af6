import { canonicalNumber, isKeptByDouble } from "./number-text";

/** The content of a JSON text, with every digit of its numbers and every repeated key: `JSON.parse` loses both. */
interface JsonContent {
  /** The same text for JSON with the same meaning, whatever its spelling and order of keys. */
  readonly meaning: string;
  /** Keys that an object has twice: programs differ in which one they use. */
  readonly repeated: readonly string[];
  /** Numbers that 64 bit floating point cannot represent, as they are written. */
  readonly lossy: readonly string[];
  /** Every key at any depth. */
  readonly keys: ReadonlySet<string>;
}

type Frame =
  | { readonly kind: "list"; readonly items: string[] }
  | { readonly kind: "object"; readonly members: Map<string, string>; key: string | undefined };

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\]]|true|false|null/g;

/** Undefined if the text is not JSON. Without recursion, so that nesting can have any depth. */
export function readJsonText(text: string): JsonContent | undefined {
  if (!isJson(text)) return undefined;
  const frames: Frame[] = [];
  const repeated: string[] = [];
  const lossy: string[] = [];
  const keys = new Set<string>();
  let meaning = "";
  const end = (value: string): void => {
    const frame = frames.at(-1);
    if (!frame) meaning = value;
    else if (frame.kind === "list") frame.items.push(value);
    else if (frame.key !== undefined) {
      frame.members.set(frame.key, value);
      frame.key = undefined;
    }
  };
  for (const [token] of text.matchAll(TOKEN)) {
    const frame = frames.at(-1);
    if (token === "{") frames.push({ kind: "object", members: new Map(), key: undefined });
    else if (token === "[") frames.push({ kind: "list", items: [] });
    else if (token === "}" || token === "]") {
      frames.pop();
      if (frame) end(meaningOf(frame));
    } else if (frame?.kind === "object" && frame.key === undefined) {
      frame.key = String(JSON.parse(token));
      if (frame.members.has(frame.key)) repeated.push(frame.key);
      keys.add(frame.key);
    } else if (token.startsWith('"')) end(JSON.stringify(JSON.parse(token)));
    else if (/^[-\d]/.test(token)) {
      if (!isKeptByDouble(token)) lossy.push(token);
      end(canonicalNumber(token) ?? token);
    } else end(token);
  }
  return { meaning, repeated, lossy, keys };
}

/** Whether two JSON texts mean the same. Text that is not JSON equals only itself. */
export function sameJsonText(one: string, other: string): boolean {
  if (one === other) return true;
  const left = readJsonText(one);
  return left !== undefined && left.meaning === readJsonText(other)?.meaning;
}

/** Why a platform that stores JSON as JSON, with 64 bit floating point, would change it. */
export function lossyNumber(content: JsonContent, title: string): string | undefined {
  const [number] = content.lossy;
  if (number === undefined) return undefined;
  const becomes = Number.isFinite(Number(number)) ? JSON.stringify(Number(number)) : "null";
  return `${title} stores the numbers of JSON as JavaScript does (64 bit floating point): ${shortened(number)} would become ${becomes}. Write it as a string, in quotes.`;
}

/** Whether the text is a JSON object or list. */
export function isJsonStructure(text: string): boolean {
  return /^\s*[[{]/.test(text) && isJson(text);
}

function meaningOf(frame: Frame): string {
  if (frame.kind === "list") return `[${frame.items.join(",")}]`;
  const members = [...frame.members].sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`;
}

/** Whether a text is one JSON document. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
