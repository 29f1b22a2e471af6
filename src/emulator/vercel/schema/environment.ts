import { z } from "zod";
import { recordOf } from "../../wire/record-of";
import { condition, entityAccessor, targetList } from "./condition";

const MOST_RULES = 10_000;
const PROMILLE_OF_ALL = 100_000;

const promille = z.number().min(0).max(PROMILLE_OF_ALL);
const oneVariant = z.strictObject({ type: z.literal("variant"), variantId: z.string() });
const split = z.strictObject({
  type: z.literal("split"),
  base: entityAccessor,
  weights: recordOf(z.number().min(0)),
  defaultVariantId: z.string(),
});
const rollout = z.strictObject({
  type: z.literal("rollout"),
  base: entityAccessor,
  startTimestamp: z.number(),
  rollFromVariantId: z.string(),
  rollToVariantId: z.string(),
  defaultVariantId: z.string(),
  slots: z.array(z.strictObject({ promille, durationMs: z.number().min(0) })).min(1),
  finalPromille: promille.optional(),
});
const experiment = z.strictObject({ type: z.literal("experiment") });

/** What a request may hold. */
const outcome = z.discriminatedUnion("type", [oneVariant, split, rollout]);
/** What the server may hold: experiments are made elsewhere, so they come back but cannot be sent (3.4). */
const storedOutcome = z.discriminatedUnion("type", [oneVariant, split, rollout, experiment]);

function environmentWith<T extends typeof outcome | typeof storedOutcome>(outcomes: T) {
  return z.strictObject({
    active: z.boolean(),
    pausedOutcome: oneVariant,
    rules: z.array(z.strictObject({ id: z.string(), conditions: z.array(condition), outcome: outcomes })).max(MOST_RULES),
    fallthrough: outcomes,
    targets: recordOf(targetList).optional(),
    reuse: z.strictObject({ active: z.boolean(), environment: z.string() }).optional(),
    revision: z.number().optional(),
  });
}

const MOST_ENVIRONMENTS = 10;
const environmentName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9_-]+$/);

function mapOf<T extends z.ZodType>(environment: T) {
  return z.record(environmentName, environment).refine((map) => Object.keys(map).length <= MOST_ENVIRONMENTS, {
    error: `should NOT have more than ${MOST_ENVIRONMENTS} properties`,
  });
}

export const environments = mapOf(environmentWith(outcome));
export const storedEnvironments = mapOf(environmentWith(storedOutcome));

export type Environments = z.output<typeof storedEnvironments>;
export type Environment = Environments[string];
export type Outcome = z.output<typeof storedOutcome>;
