import { z } from "zod";
import type { Content } from "../../store/records";
import type { Json } from "../../wire/json";
import { withoutNulls } from "../../wire/json";
import { check } from "../../wire/request";
import { matcher } from "./matcher-schema";
import { explanation } from "./writes";

const percentage = z.int().min(0).max(100);
const bucket = z.strictObject({ treatment: z.string(), size: percentage });
const names = z.array(z.string().min(1)).default([]);

const treatment = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  configurations: z.string().optional(),
  keys: names,
  segments: names,
  largeSegments: names,
  ruleBasedSegments: names,
});

export const condition = z.strictObject({ combiner: z.literal("AND").default("AND"), matchers: z.array(matcher).min(1) });

const rule = z.strictObject({ buckets: z.array(bucket).min(1), condition });

const reference = z.looseObject({}).optional();
/** Read-only members that are echoed back are ignored. */
const echoed = {
  id: z.unknown().optional(),
  name: z.unknown().optional(),
  environment: reference,
  trafficType: reference,
  creationTime: z.unknown().optional(),
  lastUpdateTime: z.unknown().optional(),
  lastTrafficReceivedAt: z.unknown().optional(),
  openChangeRequestId: z.unknown().optional(),
};

export const READ_ONLY = Object.keys(echoed);

const content = {
  killed: z.boolean().default(false),
  treatments: z.array(treatment),
  defaultTreatment: z.string(),
  baselineTreatment: z.string().optional(),
  trafficAllocation: percentage.default(100),
  rules: z.array(rule).default([]),
  defaultRule: z.array(bucket).min(1),
  impressionsDisabled: z.boolean().default(false),
  flagSets: z.array(z.strictObject({ id: z.string(), type: z.literal("FLAG_SET") })).default([]),
};

/** A definition as POST and PUT take it: unknown members are refused. */
export const definitionBody = z.strictObject({ ...echoed, ...content, ...explanation });

/** After a patch: title and comment are not part of the document. */
const patchedDefinition = z.strictObject({ ...echoed, ...content });

export function contentOf(given: z.output<typeof patchedDefinition>): Content {
  return {
    killed: given.killed,
    treatments: given.treatments.map(({ description, configurations, ...rest }) => ({
      ...rest,
      // Some clients send empty strings for "none".
      ...(description !== undefined && description !== "" && { description }),
      ...(configurations !== undefined && configurations !== "" && { configurations }),
    })),
    defaultTreatment: given.defaultTreatment,
    baselineTreatment: given.baselineTreatment === "" ? undefined : given.baselineTreatment,
    trafficAllocation: given.trafficAllocation,
    rules: given.rules,
    defaultRule: given.defaultRule,
    impressionsDisabled: given.impressionsDisabled,
    flagSets: given.flagSets,
  };
}

export function readPatched(document: Json): Content {
  return contentOf(check(patchedDefinition, withoutNulls(document)));
}
