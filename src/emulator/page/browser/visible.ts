/**
 * Text of others as it may be shown: characters that nobody sees, or that reorder the text next to them, are spelled out, so
 * that no key looks like another.
 */

/** A piece of text; `isOdd` for one that spells out a character: "U+202E". */
interface Piece {
  readonly text: string;
  readonly isOdd: boolean;
}

/** Controls, format characters (bidi, zero width), line separators, lone surrogates, private use, and other blanks than a space. */
const ODD = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u00a0\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164\uffa0]/u;
/** Joins the parts of one emoji. */
const JOINER = "\u200d";
const PICTURE = /\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier}/u;

export function pieces(text: string): readonly Piece[] {
  const letters = [...text];
  const found: Piece[] = [];
  let plain = "";
  for (const [at, letter] of letters.entries()) {
    if (!ODD.test(letter) || (letter === JOINER && isInPicture(letters, at))) {
      plain += letter;
      continue;
    }
    if (plain !== "") found.push({ text: plain, isOdd: false });
    plain = "";
    found.push({ text: nameOf(letter), isOdd: true });
  }
  return plain === "" ? found : [...found, { text: plain, isOdd: false }];
}

/** The same as one text, for places that take no markup. */
export function visibleText(text: string): string {
  return pieces(text)
    .map((each) => (each.isOdd ? `[${each.text}]` : each.text))
    .join("");
}

function nameOf(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function isInPicture(letters: readonly string[], at: number): boolean {
  return PICTURE.test(letters[at - 1] ?? "") && PICTURE.test(letters[at + 1] ?? "");
}
