import type { Loss } from "../../../src/adopt/translate/losses";
import type { Unit } from "./compare";
import type { Somebody, Trait } from "./people";

/** People about whom a move says that a condition may treat them otherwise on the two platforms: by what their trait is. */

interface Caveat {
  /** `segment beta`, `definition production/checkout`; of an assumption, `trait plan`. */
  readonly what: string;
  readonly trait: string;
  readonly kind: string;
}

const SENTENCE = /`: if (.+?) is ([a-z ]+?)(?: \(such as .*?\))?, people (?:match|do not match) on/g;
const ASSUMED = /^it is never (.*)\.$/;

export function caveatsIn(losses: readonly Loss[]): readonly Caveat[] {
  return losses.flatMap(({ what, why, effect }) => {
    if (effect !== "assumed") return [...why.matchAll(SENTENCE)].map(([, trait = "", kind = ""]) => ({ what, trait, kind }));
    const kinds = ASSUMED.exec(why)?.[1]?.split(/, | or /) ?? [];
    return kinds.map((kind) => ({ what, trait: what.replace(/^trait /, ""), kind }));
  });
}

/** Whether a caveat of the unit, of any segment or of a trait is about somebody. */
export function isExcused(caveats: readonly Caveat[], { environment, flag }: Unit, { traits }: Somebody): boolean {
  return caveats.some(({ what, trait, kind }) => {
    const isAbout = /^(segment|trait) /.test(what) || what === `definition ${environment}/${flag}`;
    return isAbout && isOfKind(traits[trait], kind);
  });
}

const isText = (value: Trait | undefined): boolean => typeof value === "string";

const KINDS: Readonly<Record<string, (value: Trait | undefined) => boolean>> = {
  "not there": (value) => value === undefined,
  text: isText,
  "in another letter case": isText,
  "text in another letter case than the condition's": isText,
  "text that is not a number": isText,
  "text that is not a time": isText,
  "a time written in another way": (value) => value instanceof Date,
  "text with a line break": (value) => typeof value === "string" && value.includes("\n"),
  "an empty text": (value) => value === "",
  "a number as text": (value) => typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)),
  "a number": (value) => typeof value === "number" || value instanceof Date,
  "a boolean": (value) => typeof value === "boolean",
  "a list": (value) => Array.isArray(value),
};

function isOfKind(value: Trait | undefined, kind: string): boolean {
  const is = KINDS[kind];
  if (!is) throw new Error(`no such kind of value: ${kind}`);
  return is(value);
}
