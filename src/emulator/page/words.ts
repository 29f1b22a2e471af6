import type { PageAudience, PageDefinition, PageServe } from "./view-model";

/** Words that the platforms' page models share. */

const LONGEST = 300;

/** A value as JSON, so that 10 and "10" differ; cut where it is long. */
export function valueText(value: unknown): string {
  return shortened(typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? "nothing"));
}

export function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** A variant with its value: `big: 50`; the value is left out where it says the same. */
export function variantText(key: string, value: unknown): string {
  return value === undefined || value === null || value === key ? key : `${key}: ${valueText(value)}`;
}

/** The shares of what is served, without those that nobody gets. A single one needs no number. */
export function shares(parts: readonly { readonly text: string; readonly share: number }[]): readonly PageServe[] {
  const served = parts.filter(({ share }) => share > 0);
  const [only] = served;
  if (only && served.length === 1 && only.share >= 100) return [{ text: only.text }];
  return served.map(({ text, share }) => ({ text, share: Math.round(share * 1000) / 1000 }));
}

const MOST_LISTED = 50;

/** The first audiences, and how many more there are. */
export function listed(audiences: readonly PageAudience[]): Pick<PageDefinition, "audiences" | "unlisted"> {
  return { audiences: audiences.slice(0, MOST_LISTED), unlisted: Math.max(0, audiences.length - MOST_LISTED) };
}

export const NOT_SET_UP: PageDefinition = {
  ...{ state: "absent", stateText: "Not set up", serves: [], audiences: [], unlisted: 0, notes: [] },
};
