import * as z from "zod/mini";
import { recordOf } from "../../../record-of";
import { servedVariant } from "../../adapter/edits/variant-audience";
import type { Rollout, Serve, Served, Split } from "../../model/audience";
import type { FlagAnswer, Outcome } from "../api/answers";
import { type Entity, formatEntity, parseEntity } from "../api/entity";
import { choiceOf, idOf, keyOf } from "../flag/variants";

/** Between what is served and Vercel's outcomes. */

interface OutcomeContext {
  readonly flag: Pick<FlagAnswer, "kind" | "variants">;
  readonly pausedVariantId: string;
  /** What identities are known by. */
  readonly identity: Entity;
}

const base = z.looseObject({ kind: z.string(), attribute: z.string() });
const variantOutcome = z.looseObject({ type: z.literal("variant"), variantId: z.string() });
const splitOutcome = z.looseObject({
  type: z.literal("split"),
  base,
  weights: recordOf(z.number()),
  defaultVariantId: z.string(),
});
const rolloutOutcome = z.looseObject({
  type: z.literal("rollout"),
  base,
  startTimestamp: z.number(),
  rollFromVariantId: z.string(),
  rollToVariantId: z.string(),
  defaultVariantId: z.string(),
  slots: z.array(z.looseObject({ promille: z.number(), durationMs: z.number() })),
  finalPromille: z.optional(z.number()),
});
const knownOutcome = z.discriminatedUnion("type", [variantOutcome, splitOutcome, rolloutOutcome]);

/** Despite its name: of a hundred thousand. */
const PROMILLE_OF_PERCENT = 1000;
const WHOLE = 100 * PROMILLE_OF_PERCENT;
const MINUTE = 60_000;

export function fromOutcome(outcome: Outcome, { flag, pausedVariantId }: OutcomeContext): Served {
  const known = knownOutcome.safeParse(outcome);
  if (!known.success) {
    const description = outcome.type === "experiment" ? "an experiment" : `an outcome of the type ${outcome.type}`;
    return { kind: "other", description };
  }
  const key = (id: string): string => keyOf(flag, id);
  switch (known.data.type) {
    case "variant":
      return servedVariant(key(known.data.variantId), choiceOf(flag, pausedVariantId));
    case "split": {
      const { weights, defaultVariantId } = known.data;
      const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
      // Without any weight everybody gets the default.
      if (sum <= 0) return servedVariant(key(defaultVariantId), choiceOf(flag, pausedVariantId));
      const shares = Object.entries(weights).map(([id, weight]) => [key(id), percentage(weight, sum)] as const);
      return {
        kind: "split",
        weights: Object.fromEntries(shares.filter(([, share]) => share > 0)),
        control: null,
        bucketBy: formatEntity(known.data.base),
        otherwise: key(defaultVariantId),
      };
    }
    case "rollout": {
      const { rollFromVariantId, rollToVariantId, startTimestamp, slots, defaultVariantId, finalPromille } = known.data;
      if (finalPromille !== undefined && finalPromille !== WHOLE) {
        const end = `${String(finalPromille / PROMILLE_OF_PERCENT)} %`;
        return { kind: "other", description: `a rollout to ${key(rollToVariantId)} that ends at ${end}` };
      }
      return {
        kind: "rollout",
        from: key(rollFromVariantId),
        to: key(rollToVariantId),
        start: new Date(startTimestamp).toISOString(),
        stages: slots.map(({ promille, durationMs }) => {
          return { percentage: promille / PROMILLE_OF_PERCENT, minutes: durationMs / MINUTE };
        }),
        bucketBy: formatEntity(known.data.base),
        otherwise: key(defaultVariantId),
      };
    }
  }
}

/** Weights may have any scale; what is a share of a round sum stays as it was written. */
function percentage(weight: number, sum: number): number {
  return sum === 100 ? weight : Number(((weight / sum) * 100).toPrecision(12));
}

/** Members of a split or rollout that are not set stay as they are. */
export function toOutcome(
  serve: Exclude<Serve, { kind: "value" }>,
  current: Outcome | undefined,
  context: OutcomeContext,
): Outcome {
  const { flag } = context;
  switch (serve.kind) {
    case "variant":
      return { type: "variant", variantId: idOf(flag, serve.variant) };
    case "split": {
      // Every variant is named, as Vercel's own tools demand of each other.
      const unnamed = flag.variants.map(({ id }) => [id, 0] as const);
      const named = Object.entries(serve.weights).map(([key, weight]) => [idOf(flag, key), weight] as const);
      return {
        type: "split",
        base: baseOf(serve, current, context),
        weights: Object.fromEntries([...unnamed, ...named]),
        defaultVariantId: defaultOf(serve, current, context),
      };
    }
    case "rollout":
      return {
        type: "rollout",
        base: baseOf(serve, current, context),
        startTimestamp: Date.parse(serve.start),
        rollFromVariantId: idOf(flag, serve.from),
        rollToVariantId: idOf(flag, serve.to),
        defaultVariantId: defaultOf(serve, current, context),
        slots: serve.stages.map(({ percentage: share, minutes }) => {
          return { promille: Math.round(share * PROMILLE_OF_PERCENT), durationMs: Math.round(minutes * MINUTE) };
        }),
      };
  }
}

const based = z.looseObject({ base, defaultVariantId: z.string() });

function baseOf(serve: Split | Rollout, current: Outcome | undefined, { identity }: OutcomeContext): object {
  const stated = serve.bucketBy === null ? undefined : parseEntity(serve.bucketBy);
  const kept = based.safeParse(current);
  if (stated === undefined && kept.success) return kept.data.base;
  return { type: "entity", ...(stated ?? identity) };
}

function defaultOf(serve: Split | Rollout, current: Outcome | undefined, context: OutcomeContext): string {
  const { flag, pausedVariantId } = context;
  if (serve.otherwise !== null) return idOf(flag, serve.otherwise);
  const kept = based.safeParse(current);
  if (kept.success && flag.variants.some(({ id }) => id === kept.data.defaultVariantId)) return kept.data.defaultVariantId;
  return pausedVariantId;
}
