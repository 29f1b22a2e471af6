import type { Loss } from "../../../src/adopt/translate/losses";
import type { Unit } from "./compare";
import type { Somebody, Trait } from "./people";

/** People about whom a move says that a condition treats them otherwise on the two platforms: by what their trait is. */

interface Caveat {
  readonly what: string;
  readonly trait: string;
  readonly kind: string;
}

const SENTENCE = /`: if (.+?) is ([a-z ]+?)(?: \(such as .*?\))?, people (?:match|do not match) on/g;

export function caveatsIn(losses: readonly Loss[]): readonly Caveat[] {
  return losses.flatMap(({ what, why }) =>
    [...why.matchAll(SENTENCE)].map(([, trait = "", kind = ""]) => ({ what, trait, kind })),
  );
}

/** Whether a caveat of the unit, or of any segment, is about somebody. */
export function isExcused(caveats: readonly Caveat[], { environment, flag }: Unit, { traits }: Somebody): boolean {
  return caveats.some(({ what, trait, kind }) => {
    const isAbout = what.startsWith("segment ") || what === `definition ${environment}/${flag}`;
    return isAbout && isOfKind(traits[trait], kind);
  });
}

const KINDS: Readonly<Record<string, (value: Trait | undefined) => boolean>> = {
  "not there": (value) => value === undefined,
  text: (value) => typeof value === "string",
  "in another letter case": (value) => typeof value === "string",
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
