import { getOwn } from "../../../get-own";
import { audienceOf, servedVariant } from "../../adapter/edits/variant-audience";
import { invalid } from "../../adapter/errors";
import { type Audience, type Serve, type Served, serves } from "../../model/audience";
import type { PlatformError } from "../../port/platform-error";
import type { FlagDocument, Group } from "../flag/document";
import { choiceOf, neutralKey, variantNamed } from "../flag/flag-variants";

/** What a rollout group serves, from its shares. */

type Ruled = Pick<FlagDocument, "ruleset" | "context">;

/** The shares of those who are in the group, by the variants' own keys. A group's splits replace only those that they name. */
function sharesOf(
  { variant_override, variant_splits }: Group,
  { ruleset: { variants } }: Ruled,
): ReadonlyMap<string, number> {
  const forced = variant_override?.key.toLowerCase();
  if (forced !== undefined && variants.some(({ key }) => key.toLowerCase() === forced))
    return new Map(variants.map(({ key }) => [key, key.toLowerCase() === forced ? 1 : 0]));
  return new Map(variants.map(({ key, split }) => [key, getOwn(variant_splits, key) ?? split]));
}

/** What everyone in the group gets. */
export function servedBy(group: Group, document: Ruled): Served {
  const { variants } = document.ruleset;
  const choice = choiceOf(document.ruleset);
  const shares = [...sharesOf(group, document)].filter(([, share]) => share > 1e-9);
  const [first] = shares;
  const neutral = (key: string): string => {
    const variant = variants.find((each) => each.key === key);
    return variant ? neutralKey(variant, variants) : key;
  };
  if (!first) return { kind: "other", description: "no variant at all: every share is 0" };
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  if (first[1] >= 1 - 1e-9 && shares.length === 1) return servedVariant(neutral(first[0]), choice);
  const sharesText = shares.map(([key, share]) => `${percent(share)} % ${neutral(key)}`).join(", ");
  if (Math.abs(total - 1) > 0.01 + 1e-9)
    return { kind: "other", description: `shares that do not sum to 100 %: ${sharesText}` };
  const weights = Object.fromEntries(shares.map(([key, share]) => [neutral(key), percent(share)]));
  return { kind: "split", weights, control: null, bucketBy: document.context, otherwise: null };
}

/** What the group's users get. If the group includes only a percentage of them, the others go on to the next group. */
export function audienceIn(group: Group, document: Ruled): Audience {
  const choice = choiceOf(document.ruleset);
  const served = servedBy(group, document);
  if (group.rollout_percentage >= 1) return audienceOf(served, choice);
  const description = `only ${percent(group.rollout_percentage)} % of them, the others get the next match`;
  return audienceOf({ kind: "other", description }, choice);
}

type Allocation = Exclude<Serve, { kind: "value" }>;

/** The group with other shares; the same object if nothing changes. */
export function dealing(group: Group, deal: Allocation, document: Ruled, attempted: string): Group {
  return serves(servedBy(group, document), deal) ? group : dealt(group, deal, document, attempted);
}

/** With every variant named: one left out would keep its share of the whole. */
export function dealt(group: Group, deal: Allocation, document: Ruled, attempted: string): Group {
  const { variants } = document.ruleset;
  const weights = weightsOf(deal, document, attempted);
  const splits = variants.map((each) => [each.key, (getOwn(weights, neutralKey(each, variants)) ?? 0) / 100] as const);
  return { ...group, variant_splits: Object.fromEntries(splits), variant_override: null };
}

function weightsOf(deal: Allocation, { context }: Ruled, attempted: string): Readonly<Record<string, number>> {
  if (deal.kind === "variant") return { [deal.variant]: 100 };
  if (deal.kind === "rollout") throw refused(attempted, "Mixpanel has no rollouts by time", "Serve a split, and raise it.");
  if (deal.bucketBy === null || deal.bucketBy === context) return deal.weights;
  throw refused(
    attempted,
    `the flag buckets users by "${context}", and the split by "${deal.bucketBy}"`,
    `Remove bucket_by, or set the flag's context to "${deal.bucketBy}" (mixpanel.context).`,
  );
}

/** The key of the variant that one person is given. */
export function keyFor(deal: Allocation, { ruleset }: Ruled, attempted: string): string {
  const variant = deal.kind === "variant" ? variantNamed(deal.variant, ruleset.variants) : undefined;
  if (variant) return variant.key;
  throw refused(
    attempted,
    "on Mixpanel a single user gets one variant, not a split",
    "Serve a variant, or split a segment.",
  );
}

export function percent(share: number): number {
  return Math.round(share * 1e8) / 1e6;
}

function refused(attempted: string, reason: string, nextStep: string): PlatformError {
  return invalid(attempted, { reason, nextStep, subject: "value" });
}
