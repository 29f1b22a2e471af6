import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { membersOf } from "./zip";

/**
 * Looks for a credential in everything that a run produced: as it is, encoded as HTTP, URLs, JSON and pages would, and in parts
 * of ten characters, for a text that is cut shows less than all of it and too much all the same.
 */

/** A credential that nothing may tell. */
export interface Canary {
  /** The part that is secret, of at least twenty characters; what may be shown (a key's prefix, a user name) is not in it. */
  readonly secret: string;
  /** What stands before it on the wire: `admin000.`, `user:`. */
  readonly prefix?: string;
}

/** What was produced, by the name of the place: `state`, `log`, a file's path. */
export type Places = Readonly<Record<string, string>>;

const PART = 10;

/** Where the credential shows, and how: empty where it does not. */
export function leaks(canary: Canary, places: Places): string[] {
  const needles = needlesOf(canary);
  return Object.entries(places).flatMap(([place, text]) => {
    const found = needles.find(({ needle }) => text.includes(needle));
    return found ? [`${place}: ${found.form}`] : [];
  });
}

/** Fails with the places where the credential shows, and with no more of it than the test's own source has. */
export function expectNoLeak(canary: Canary, places: Places): void {
  expect(leaks(canary, places)).toEqual([]);
}

interface Needle {
  readonly form: string;
  readonly needle: string;
}

function needlesOf({ secret, prefix = "" }: Canary): readonly Needle[] {
  return Object.entries(formsOf(secret, prefix)).flatMap(([form, text]) =>
    partsOf(text).map((needle) => ({ form, needle })),
  );
}

/** Every way in which it could be spelled; each is as good as the credential to whoever finds it. */
function formsOf(secret: string, prefix: string): Readonly<Record<string, string>> {
  // What is in front decides how the rest comes out: bytes that share a group of base64 with the prefix are left out.
  const base64 = (before: string): string =>
    Buffer.from(before + secret)
      .toString("base64")
      .slice(Math.ceil((before.length * 4) / 3 / 4) * 4)
      .replace(/=+$/, "");
  return {
    "as it is": secret,
    "in base64": base64(""),
    "in base64 with what stands before it": base64(prefix),
    "in base64 for URLs": base64("").replace(/\+/g, "-").replace(/\//g, "_"),
    "encoded for a URL": encodeURIComponent(secret),
    "as JSON": JSON.stringify(secret).slice(1, -1),
    "as HTML": secret.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;"),
    "in hexadecimal": Buffer.from(secret).toString("hex"),
  };
}

/** The credential in every spelling that a server or a proxy can give it back in. */
export function spellingsOf({ secret, prefix = "" }: Canary): readonly string[] {
  const each = (spell: (code: number) => string): string =>
    [...secret].map((letter) => spell(letter.codePointAt(0) ?? 0)).join("");
  const hex = (code: number, length: number): string => code.toString(16).padStart(length, "0");
  return [
    ...Object.values(formsOf(secret, prefix)),
    prefix + secret,
    JSON.stringify(JSON.stringify(secret)),
    encodeURIComponent(encodeURIComponent(secret)),
    each((code) => (code > 0xffff ? String.fromCodePoint(code) : `\\u${hex(code, 4)}`)),
    each((code) => `&#${String(code)};`),
    each((code) => `&#x${hex(code, 2)};`),
    [...Buffer.from(secret)].map((byte) => `%${hex(byte, 2)}`).join(""),
    Buffer.from(secret).toString("base64url"),
    Buffer.from(`Bearer ${prefix}${secret}`).toString("base64"),
  ];
}

function partsOf(text: string): string[] {
  const count = Math.max(1, text.length - PART + 1);
  return Array.from({ length: count }, (_, at) => text.slice(at, at + PART));
}

/** All that can be seen of something thrown: its words, its stack, its causes, and what hangs on it. */
export function errorText(thrown: unknown): string {
  return [inspect(thrown, { depth: Infinity, showHidden: true, maxStringLength: Infinity }), asText(thrown)].join("\n");
}

/** As JSON, with what is base64 in it (a provider's private data) laid open. */
export function asText(thing: unknown): string {
  const text = JSON.stringify(thing) ?? "";
  const opened = [...text.matchAll(/"([A-Za-z0-9+/]{16,}={0,2})"/g)].map(([, each = ""]) =>
    Buffer.from(each, "base64").toString(),
  );
  return [text, ...opened].join("\n");
}

/** The text of every file below a directory, by its path there; archives (a saved plan is one) by their members. */
export function filesUnder(directory: string, below = ""): Places {
  const entries = readdirSync(join(directory, below)).flatMap((name): [string, string][] => {
    const path = join(below, name);
    const stats = statSync(join(directory, path), { throwIfNoEntry: false });
    if (stats?.isDirectory()) return Object.entries(filesUnder(directory, path));
    if (!stats?.isFile()) return [];
    const bytes = readFileSync(join(directory, path));
    const members = membersOf(bytes).map(([member, content]) => [`${path}/${member}`, content.toString("latin1")] as const);
    return [[path, bytes.toString("latin1")], ...members.map(([each, text]): [string, string] => [each, text])];
  });
  return Object.fromEntries(entries);
}
