import { getOwn } from "../../../get-own";
import type { Outcome } from "../schema/environment";
import type { FlagContent } from "../store/records";
import type { Entities } from "./entities";
import { attributeOf } from "./entities";
import { isBelow, WHOLE } from "./hashing";

type Split = Extract<Outcome, { type: "split" }>;
type Rollout = Extract<Outcome, { type: "rollout" }>;

interface Draw {
  readonly flag: FlagContent;
  readonly entities: Entities;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The id of the variant that an outcome gives to a user. */
export function drawVariant(outcome: Outcome, draw: Draw): string {
  if (outcome.type === "variant") return outcome.variantId;
  if (outcome.type === "experiment") throw new Error("An experiment's allocation is not known here");
  const value = attributeOf(draw.entities, outcome.base.kind, outcome.base.attribute);
  if (typeof value !== "string") return outcome.defaultVariantId;
  return outcome.type === "split" ? splitVariant(outcome, value, draw) : rolledVariant(outcome, value, draw);
}

/** Buckets are assigned in the order of the flag's variants; weights can have any scale (reference, 3.4). */
function splitVariant({ weights, defaultVariantId }: Split, value: string, { flag }: Draw): string {
  const parts = flag.variants.map(({ id }) => ({ id, weight: getOwn(weights, id) ?? 0 }));
  const total = parts.reduce((sum, each) => sum + each.weight, 0);
  let upTo = 0;
  for (const { id, weight } of parts) {
    upTo += weight;
    if (isBelow(value, flag.seed, upTo, total)) return id;
  }
  return defaultVariantId;
}

/** Assigns users like a split with the same shares, so that nobody moves when one replaces the other. */
function rolledVariant(rollout: Rollout, value: string, { flag, now }: Draw): string {
  const share = shareAt(rollout, now);
  const { rollFromVariantId: from, rollToVariantId: to } = rollout;
  const positionOf = (id: string): number => flag.variants.findIndex((each) => each.id === id);
  if (positionOf(to) < positionOf(from)) return isBelow(value, flag.seed, share, WHOLE) ? to : from;
  return isBelow(value, flag.seed, WHOLE - share, WHOLE) ? from : to;
}

/** How much of the traffic is rolled over at a time: the slot that is running, or the end of all slots. */
export function shareAt({ startTimestamp, slots, finalPromille }: Rollout, now: number): number {
  if (now < startTimestamp) return 0;
  let end = startTimestamp;
  for (const { promille, durationMs } of slots) {
    end += durationMs;
    if (now < end) return promille;
  }
  return finalPromille ?? WHOLE;
}
