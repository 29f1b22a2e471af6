import { printable } from "../terraform/printable";

/**
 * Sentences of a review contain names and values that somebody else chose. They are between two marks, so that each format can show them as
 * what they are, and not as a part of the sentence.
 */
const [OPEN, CLOSE] = ["\u0002", "\u0003"] as const;
const MARKS = /[\u0002\u0003]/g;

/** A name or a value in a sentence. */
export function quote(text: string): string {
  return `${OPEN}${text.replace(MARKS, "")}${CLOSE}`;
}

export interface Part {
  readonly text: string;
  readonly quoted: boolean;
}

/** A sentence in its parts. */
export function partsOf(sentence: string): readonly Part[] {
  const parts: Part[] = [];
  for (const [index, piece] of sentence.split(OPEN).entries()) {
    const [quoted = "", ...rest] = index === 0 ? ["", piece] : piece.split(CLOSE);
    if (index > 0) parts.push({ text: quoted, quoted: true });
    const text = rest.join("");
    if (text !== "") parts.push({ text, quoted: false });
  }
  return parts;
}

/** A value of any form without marks. */
export function withoutMarks<T>(value: T): T {
  const clean = (each: unknown): unknown => {
    if (typeof each === "string") return each.replace(MARKS, "");
    if (Array.isArray(each)) return each.map(clean);
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([name, inner]) => [name, clean(inner)]));
  };
  return clean(value) as T;
}

const INVISIBLE =
  /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

/** What somebody else chose, on one line, with everything visible that would act or hide. Long texts are cut. */
export function visible(text: string, longest = 300): string {
  const shown = printable(text.replace(MARKS, ""))
    .replace(/\n/g, "\\n")
    .replace(/\t/g, "\\t")
    .replace(INVISIBLE, (each) => `\\u{${(each.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/[\ud800-\udfff]/gu, "\ufffd");
  return shown.length > longest ? `${[...shown].slice(0, longest - 1).join("")}…` : shown;
}
