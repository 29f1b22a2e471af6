import type { Assumption } from "./context";
import type { Comparison } from "./judge/compare";
import type { Kind } from "./judge/witnesses";

/** What a condition and what stands for it do not treat alike, of the kinds of values that the condition is not about. */
export function assumptionOf(trait: string | null, { others }: Comparison): Assumption | undefined {
  const never = [...new Set(others.map(({ kind }) => kind))];
  return never.length === 0 ? undefined : { trait, never };
}

/** One entry for each trait. */
export function joinedAssumptions(all: readonly Assumption[]): readonly Assumption[] {
  const byTrait = new Map<string | null, Set<Kind>>();
  for (const { trait, never } of all) byTrait.set(trait, new Set([...(byTrait.get(trait) ?? []), ...never]));
  return [...byTrait].map(([trait, never]) => ({ trait, never: [...never] }));
}

/** As a list says it: `trait plan`, and `it is never a boolean or a list.` */
export function assumptionText({ trait, never }: Assumption): { readonly what: string; readonly why: string } {
  const words = kindsText(new Set(never));
  const last = words.at(-1) ?? "";
  const text = words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${last}` : last;
  return { what: trait === null ? "identity" : `trait ${trait}`, why: `it is never ${text}.` };
}

/** Kinds of text, which plain text includes. */
const TEXTS: Readonly<Partial<Record<Kind, string>>> = {
  "other case": "text in another letter case than the condition's",
  "other date": "a time written in another way",
  "no time": "text that is not a time",
  "line break": "text with a line break",
  empty: "an empty text",
  "numeric text": "a number as text",
};
const OTHERS: Readonly<Partial<Record<Kind, string>>> = {
  number: "a number",
  boolean: "a boolean",
  list: "a list",
  absent: "missing",
};

function kindsText(kinds: ReadonlySet<Kind>): readonly string[] {
  const said = (texts: Readonly<Partial<Record<Kind, string>>>): readonly string[] =>
    Object.entries(texts).flatMap(([kind, text]) => (kinds.has(kind as Kind) ? [text] : []));
  if (!kinds.has("text")) return [...said(TEXTS), ...said(OTHERS)];
  return [kinds.has("numeric text") ? "text" : "text that is not a number", ...said(OTHERS)];
}
