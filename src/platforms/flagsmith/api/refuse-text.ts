import type { TextPlace } from "../../port/refusal";
import { strip } from "./values";

/** In characters; absent: no limit. */
const LONGEST: Readonly<Partial<Record<TextPlace, number>>> = {
  name: 2000,
  tag: 100,
  "key name": 100,
  identity: 2000,
  description: 20_000,
  "environment description": 20_000,
  trait: 200,
  // What custom fields say; other settings have limits of their own.
  setting: 2000,
};

const HOW = "trimspace(…), or with chomp(…) for the line break at the end of a heredoc";

/** Why the server would refuse the text or store another one. It trims as Python's `str.strip()` does. */
export function refuseText(place: TextPlace, text: string): string | undefined {
  return textTrouble(`The ${place}`, text, LONGEST[place]);
}

export function textTrouble(what: string, text: string, longest = Number.POSITIVE_INFINITY): string | undefined {
  if (strip(text) !== text)
    return `${what} has white space at its start or end, which Flagsmith removes: remove it with ${HOW}.`;
  if (text.includes("\0")) return `${what} has a NUL character, which Flagsmith refuses.`;
  if (/\p{Surrogate}/u.test(text)) return `${what} has half a character (a lone surrogate), which Flagsmith cannot store.`;
  const length = [...text].length;
  if (length > longest)
    return `Flagsmith takes up to ${longest.toLocaleString("en-US")} characters there, and ${what.toLowerCase()} has ${length.toLocaleString("en-US")}.`;
  return undefined;
}
