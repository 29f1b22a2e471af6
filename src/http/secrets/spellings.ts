import { getOwn } from "../../get-own";

/** A text with its escapes undone, and the position of each character in the original. */
export interface Decoded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** JSON in HTML in an address, plus a credential that itself looks like an escape: real texts are not nested more deeply. */
const LAYERS = 6;

/**
 * The text as it is, and with one layer of escapes of every kind undone. This also undoes what looks like an escape in a
 * credential, so a search must also look for the credential's own decodings.
 */
export function decodings(text: string): Decoded[] {
  const starts = Array.from({ length: text.length }, (_, at) => at);
  const layers: Decoded[] = [{ text, starts, ends: starts.map((at) => at + 1) }];
  for (let current = layers[0]; current && layers.length <= LAYERS;) {
    const next = decodedOnce(current);
    if (next.text === current.text) break;
    layers.push(next);
    current = next;
  }
  return layers;
}

/** Escapes by their first character. Each pattern is bounded, and tried only at that character. */
const KINDS: ReadonlyMap<string, RegExp> = new Map([
  ["%", /(?:%[0-9a-f]{2})+/iy],
  ["\\", /\\u\{[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\[0-7]{3}|\\[^]/iy],
  ["&", /&#x0{0,8}[0-9a-f]{1,6};?|&#0{0,8}[0-9]{1,7};?|&[a-z]{2,18}[0-9]{0,2};/iy],
]);

function* escapesIn(text: string): Generator<readonly [escape: string, at: number]> {
  for (let at = 0; at < text.length; at++) {
    const kind = KINDS.get(text.charAt(at));
    if (kind === undefined) continue;
    kind.lastIndex = at;
    const escape = kind.exec(text)?.[0];
    if (escape === undefined) continue;
    yield [escape, at];
    at += escape.length - 1;
  }
}

function decodedOnce({ text, starts, ends }: Decoded): Decoded {
  const out: { text: string; starts: number[]; ends: number[] } = { text: "", starts: [], ends: [] };
  const pieces: string[] = [];
  const put = (piece: string, from: number, to: number): void => {
    pieces.push(piece);
    for (let unit = 0; unit < piece.length; unit++) {
      out.starts.push(starts[from] ?? 0);
      out.ends.push(ends[to - 1] ?? 0);
    }
  };
  const copy = (from: number, to: number): void => {
    pieces.push(text.slice(from, to));
    for (let at = from; at < to; at++) {
      out.starts.push(starts[at] ?? 0);
      out.ends.push(ends[at] ?? 0);
    }
  };
  let at = 0;
  for (const [escape, start] of escapesIn(text)) {
    copy(at, start);
    at = start;
    for (const [piece, length] of meaningOf(escape)) {
      put(piece, at, at + length);
      at += length;
    }
  }
  copy(at, text.length);
  return { ...out, text: pieces.join("") };
}

/** The pieces of an escape: its text, and how much of the escape it covers. */
function meaningOf(escape: string): readonly (readonly [string, number])[] {
  if (escape.startsWith("%")) return bytesIn(escape);
  if (escape.startsWith("&")) return [[characterReference(escape) ?? escape, escape.length]];
  const digits = /^\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2}))$/i.exec(escape);
  if (digits) return [[codePoint(parseInt(digits[1] ?? digits[2] ?? digits[3] ?? "", 16)), escape.length]];
  if (/^\\[0-7]{3}$/.test(escape)) return [[codePoint(parseInt(escape.slice(1), 8)), escape.length]];
  const letter = escape.slice(1);
  return [[getOwn(CONTROLS, letter) ?? letter, escape.length]];
}

const CONTROLS: Readonly<Record<string, string | undefined>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Decoded as UTF-8 if the bytes are valid, otherwise one character per byte. */
function bytesIn(escape: string): (readonly [string, number])[] {
  const bytes = Buffer.from(escape.replaceAll("%", ""), "hex");
  const pieces: (readonly [string, number])[] = [];
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    const text = bytes.subarray(at, at + length).toString("utf8");
    const isWhole = !text.includes("\uFFFD") && at + length <= bytes.length;
    pieces.push(isWhole ? [text, length * 3] : [String.fromCharCode(lead), 3]);
    at += isWhole ? length : 1;
  }
  return pieces;
}

function characterReference(text: string): string | undefined {
  const body = text.replace(/^&/, "").replace(/;$/, "");
  if (/^#x/i.test(body)) return codePoint(parseInt(body.slice(2), 16));
  if (body.startsWith("#")) return codePoint(parseInt(body.slice(1), 10));
  const named = NAMED.get(body) ?? NAMED.get(body.toLowerCase());
  return named;
}

function codePoint(code: number): string {
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD";
}

/** HTML's names for the characters of credentials: ASCII punctuation, and Latin-1 from U+00A0 on. */
const ASCII: Readonly<Record<string, string>> = {
  ...{ Tab: "\t", NewLine: "\n", excl: "!", quot: '"', QUOT: '"', num: "#", dollar: "$", percnt: "%", amp: "&", AMP: "&" },
  ...{ apos: "'", lpar: "(", rpar: ")", ast: "*", midast: "*", plus: "+", comma: ",", period: ".", sol: "/", colon: ":" },
  ...{ semi: ";", lt: "<", LT: "<", equals: "=", gt: ">", GT: ">", quest: "?", commat: "@", lsqb: "[", lbrack: "[" },
  ...{ bsol: "\\", rsqb: "]", rbrack: "]", Hat: "^", lowbar: "_", UnderBar: "_", grave: "`", DiacriticalGrave: "`" },
  ...{ lcub: "{", lbrace: "{", verbar: "|", vert: "|", VerticalLine: "|", rcub: "}", rbrace: "}", tilde: "~" },
  ...{ hyphen: "-", dash: "-", ndash: "-", nbsp: " " },
};
const LATIN =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot " +
  "cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml " +
  "Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig " +
  "agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute " +
  "ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
const NAMED: ReadonlyMap<string, string> = new Map([
  ...LATIN.split(" ").map((name, at): [string, string] => [name, String.fromCharCode(0xa0 + at)]),
  ...Object.entries(ASCII),
]);
