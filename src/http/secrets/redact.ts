import { type Decoded, decodings } from "./spellings";

/** Parts of a secret from this length on are removed: of a cut secret, less than this can remain. */
const PART = 10;
/** Shorter values are not secrets, and would remove half the text. */
const SHORTEST = 6;

/**
 * Returns a function that removes the secrets from any text, in every spelling that a server or proxy may return: as they
 * are, cut, escaped (JSON, percent, HTML, several times over), and inside base64.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const spelled = secrets.flatMap((secret) => decodings(secret).map(({ text }) => text));
  const known = [...new Set(spelled.filter((secret) => secret.length >= SHORTEST))];
  if (known.length === 0) return (text) => text;
  const needles = new Needles(known.flatMap(wrapped));
  return (text) => blot(text, mergedRanges(decodings(text).flatMap((decoded) => needles.findIn(decoded))));
}

/**
 * The secrets in request headers: each value without its scheme ("Api-Key xyz" hides "xyz"), and the password inside basic
 * authentication. The user name is not a secret.
 */
export function secretsOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers).flatMap((value) => [withoutScheme(value), ...passwordIn(value)]);
}

/** A credential may contain spaces. */
function withoutScheme(value: string): string {
  return /^(?:Api-Key|Token|Bearer|Basic) /.test(value) ? value.slice(value.indexOf(" ") + 1) : value;
}

function passwordIn(value: string): string[] {
  if (!value.startsWith("Basic ")) return [];
  const pair = Buffer.from(value.slice("Basic ".length), "base64").toString();
  return [pair.slice(pair.indexOf(":") + 1)];
}

/**
 * A secret, also with spaces as in forms, as bytes that were decoded with another charset, and in base64 after any prefix.
 */
function wrapped(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    // The groups at the ends depend on the neighbouring bytes.
    const own = text.slice(before === 0 ? 0 : 4).replace(/=/g, "");
    const inner = bytes.length + before > 4 ? own.slice(0, own.length - 1) : own;
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const alone = bytes.toString("base64").replace(/=/g, "");
  return [secret, secret.replaceAll(" ", "+"), bytes.toString("latin1"), bytes.toString("hex"), alone, ...base64];
}

type Range = readonly [start: number, end: number];

class Needles {
  private readonly parts = new Set<string>();
  private readonly short: string[] = [];

  constructor(needles: readonly string[]) {
    for (const needle of needles) {
      if (needle.length < PART) this.short.push(needle);
      for (let at = 0; at + PART <= needle.length; at++) this.parts.add(needle.slice(at, at + PART));
    }
  }

  findIn({ text, starts, ends }: Decoded): Range[] {
    const found: Range[] = [];
    const add = (at: number, length: number): void => {
      found.push([starts[at] ?? 0, ends[at + length - 1] ?? 0]);
    };
    for (let at = 0; at + PART <= text.length; at++) if (this.parts.has(text.slice(at, at + PART))) add(at, PART);
    for (const needle of this.short) {
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) add(at, needle.length);
    }
    return found;
  }
}

function mergedRanges(ranges: readonly Range[]): Range[] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...ranges].sort(([one], [other]) => one - other)) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

function blot(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  let at = 0;
  const kept = ranges.map(([start, end]) => {
    const before = text.slice(at, start);
    at = end;
    return `${before}[redacted]`;
  });
  return kept.join("") + text.slice(at);
}

/** Text that is only shown is not read beyond this length. */
export const LONGEST_SHOWN = 4096;
const MOST_LEAVES = 1000;
/** Limit for all texts in one answer together. */
const MOST_SHOWN = 8 * LONGEST_SHOWN;

/** The same JSON value with every string in it cut and redacted; of a large value, the beginning. */
export function redactLeaves(value: unknown, redact: (text: string) => string): unknown {
  let left = MOST_LEAVES;
  let letters = MOST_SHOWN;
  const shown = (text: string): string => {
    const beginning = text.slice(0, Math.min(LONGEST_SHOWN, letters));
    letters -= beginning.length;
    return redact(beginning);
  };
  const visit = (each: unknown): unknown => {
    if (left-- <= 0) return null;
    if (typeof each === "string") return shown(each);
    if (Array.isArray(each)) return each.slice(0, Math.max(0, left)).map(visit);
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(
      Object.entries(each)
        .slice(0, Math.max(0, left))
        .map(([key, item]) => [shown(key), visit(item)]),
    );
  };
  return visit(value);
}
