import { getOwn } from "../../../get-own";
import { invalid } from "../../adapter/errors";
import type { Audience, Serve, Served, Split } from "../../model/audience";
import { type FlagValue, textOf } from "../../model/flag-value";
import type { OptionAnswer, VariantAnswer, WeightAnswer } from "../api/answers";
import { fromTyped } from "../api/values";

/**
 * Converts between what is served and the shares of a flag's variants. A state also has a value of its own, which gets the remaining
 * share ("control").
 */

/** One of a flag's variants, as the APIs number it. */
export interface Option {
  readonly id: number;
  /** By which everything refers to it. */
  readonly key: string;
  readonly value: FlagValue | null;
}

/** In the order in which they were made. One without a key of its own is held by its value. */
export function optionsOf(answers: readonly OptionAnswer[]): readonly Option[] {
  const sorted = [...answers].sort((one, other) => one.id - other.id);
  const taken = new Set(sorted.flatMap(({ key }) => (key ? [key] : [])));
  return sorted.map((answer) => {
    const value = fromTyped(answer);
    const key = answer.key || freeKey(value === null ? "" : textOf(value), taken) || `id:${answer.id}`;
    taken.add(key);
    return { id: answer.id, key, value };
  });
}

function freeKey(key: string, taken: ReadonlySet<string>): string | undefined {
  return key === "" || taken.has(key) ? undefined : key;
}

interface Weighed {
  readonly value: FlagValue | null;
  readonly variants: readonly VariantAnswer[];
}

export function audienceOf(
  { enabled, ...state }: Weighed & { readonly enabled: boolean },
  options: readonly Option[],
): Audience {
  return { enabled, served: servedOf(state, options) };
}

function servedOf({ value, variants }: Weighed, options: readonly Option[]): Served {
  const shares = variants.filter(({ weight }) => weight > 0);
  const [first] = shares;
  if (!first) return { kind: "value", value };
  const optionOf = ({ id }: VariantAnswer): Option => options.find((each) => each.id === id) ?? unlisted(id);
  if (shares.length === 1 && same(first.weight, 100)) {
    const { key, value: carried } = optionOf(first);
    return { kind: "variant", variant: key, value: carried };
  }
  const left = tidy(100 - sumOf(shares));
  return {
    kind: "split",
    weights: Object.fromEntries(shares.map((share) => [optionOf(share).key, share.weight])),
    control: left > 0 ? left : null,
    bucketBy: null,
    otherwise: null,
    ...(left > 0 && value !== null && { own: value }),
  };
}

/** One that was made while we looked. */
function unlisted(id: number): Option {
  return { id, key: `id:${id}`, value: null };
}

/** What comes of a `serve`: a value of the state's own, which everybody gets; or the share of each variant. */
export function wantedServe(
  serve: Serve,
  options: readonly Option[],
  attempted: string,
): { readonly value?: FlagValue; readonly variants?: readonly VariantAnswer[] } {
  switch (serve.kind) {
    case "value":
      return { value: serve.value, ...(options.length > 0 && { variants: weighed(options, {}) }) };
    case "variant":
      return { variants: weighed(known([serve.variant], options, attempted), { [serve.variant]: 100 }) };
    case "split":
      return { variants: weighed(known(Object.keys(serve.weights), options, attempted), leveled(serve)) };
    case "rollout":
      // Refused at plan, by the platform's capabilities.
      throw new Error("Flagsmith has no rollouts");
  }
}

/** The variants that are named. */
export function variantsIn(serve: Serve): readonly string[] {
  if (serve.kind === "variant") return [serve.variant];
  return serve.kind === "split" ? Object.keys(serve.weights) : [];
}

function weighed(options: readonly Option[], weights: Split["weights"]): VariantAnswer[] {
  return options.map(({ id, key }) => ({ id, weight: getOwn(weights, key) ?? 0 }));
}

/** The server adds them up as they come, and refuses even a billionth too much. */
function leveled({ weights }: Split): Split["weights"] {
  const excess = Object.values(weights).reduce((sum, each) => sum + each, 0) - 100;
  if (excess <= 0) return weights;
  const [largest] = Object.entries(weights).sort(([, one], [, other]) => other - one);
  return largest ? { ...weights, [largest[0]]: tidy(largest[1] - excess - 1e-9) } : weights;
}

function known(keys: readonly string[], options: readonly Option[], attempted: string): readonly Option[] {
  const missing = keys.find((key) => !options.some((each) => each.key === key));
  if (missing === undefined) return options;
  const there = options.map(({ key }) => `"${key}"`).join(", ");
  throw invalid(attempted, {
    reason: `the flag has no variant "${missing}"`,
    nextStep: there === "" ? "It has none yet: declare `variants` on the flag." : `It has ${there}.`,
    subject: "value",
  });
}

/** Variants that are left out have no share. */
export function sameWeights(one: readonly VariantAnswer[] = [], other: readonly VariantAnswer[] = []): boolean {
  const weightIn = (variants: readonly VariantAnswer[], id: number): number =>
    variants.find((each) => each.id === id)?.weight ?? 0;
  return [...one, ...other].every(({ id }) => same(weightIn(one, id), weightIn(other, id)));
}

/** Whether anybody gets a variant. */
export function servesVariants(variants: readonly VariantAnswer[]): boolean {
  return variants.some(({ weight }) => weight > 0);
}

export function fromWeights(weights: readonly WeightAnswer[]): VariantAnswer[] {
  return weights.map((each) => ({ id: each.multivariate_feature_option, weight: each.percentage_allocation }));
}

/** By variant, the id of the row with its share. */
export type ShareRows = ReadonlyMap<number, number>;

export function shareRowsOf(weights: readonly WeightAnswer[]): ShareRows {
  return new Map(
    weights.flatMap(({ id, multivariate_feature_option: option }) => (typeof id === "number" ? [[option, id]] : [])),
  );
}

/**
 * As the older APIs write it. An update names the rows that are there: without their numbers the server stores the value and
 * `enabled`, then refuses the shares.
 */
export function weightsBody(variants: readonly VariantAnswer[], rows: ShareRows = new Map()): readonly WeightAnswer[] {
  return variants.map(({ id, weight }) => {
    const row = rows.get(id);
    return {
      ...(row !== undefined && { id: row }),
      multivariate_feature_option: id,
      percentage_allocation: weight,
    };
  });
}

function sumOf(shares: readonly VariantAnswer[]): number {
  return shares.reduce((sum, { weight }) => sum + weight, 0);
}

function same(one: number, other: number): boolean {
  return Math.abs(one - other) < 1e-6;
}

function tidy(share: number): number {
  return Number(share.toFixed(9));
}
