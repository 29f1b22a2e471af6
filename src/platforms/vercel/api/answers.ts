import * as z from "zod/mini";
import { recordOf } from "../../../record-of";

/**
 * What Vercel answers, as far as we look at it. Members that we do not know are kept: what is replaced as a whole (rules,
 * variants, targets) goes back with all that others put there.
 */

export const outcomeAnswer = z.looseObject({ type: z.string() });
export type Outcome = z.infer<typeof outcomeAnswer>;

export const conditionAnswer = z.looseObject({
  lhs: z.looseObject({ type: z.string(), kind: z.optional(z.string()), attribute: z.optional(z.string()) }),
  cmp: z.string(),
  rhs: z.optional(z.unknown()),
  cmpOptions: z.optional(z.looseObject({ ignoreCase: z.optional(z.boolean()) })),
});
export type Condition = z.infer<typeof conditionAnswer>;

export const ruleAnswer = z.looseObject({
  id: z.string(),
  conditions: z.array(conditionAnswer),
  outcome: outcomeAnswer,
});
export type Rule = z.infer<typeof ruleAnswer>;

const memberAnswer = z.looseObject({ value: z.string(), note: z.optional(z.string()) });
export type Member = z.infer<typeof memberAnswer>;

/** Listed values by entity kind, then attribute. */
export const membersAnswer = recordOf(recordOf(z.array(memberAnswer)));
export type Members = z.infer<typeof membersAnswer>;

export const environmentAnswer = z.looseObject({
  active: z.boolean(),
  pausedOutcome: z.looseObject({ type: z.string(), variantId: z.string() }),
  fallthrough: outcomeAnswer,
  rules: z._default(z.array(ruleAnswer), []),
  /** By variant id. */
  targets: z.optional(recordOf(membersAnswer)),
  reuse: z.optional(z.looseObject({ active: z.boolean(), environment: z.string() })),
});
export type EnvironmentAnswer = z.infer<typeof environmentAnswer>;

export const variantAnswer = z.looseObject({
  id: z.string(),
  value: z.optional(z.unknown()),
  label: z.optional(z.string()),
  description: z.optional(z.string()),
});
export type VariantAnswer = z.infer<typeof variantAnswer>;

export const flagAnswer = z.object({
  id: z.string(),
  slug: z.string(),
  kind: z.enum(["boolean", "string", "number", "json"]),
  state: z.string(),
  variants: z.array(variantAnswer),
  environments: recordOf(environmentAnswer),
  seed: z.optional(z.number()),
  createdAt: z.optional(z.number()),
  description: z.optional(z.nullable(z.string())),
  tags: z.optional(z.array(z.string())),
  maintainerIds: z.optional(z.array(z.string())),
  permanent: z.optional(z.boolean()),
});
export type FlagAnswer = z.infer<typeof flagAnswer>;

export const segmentRuleAnswer = ruleAnswer;

export const segmentAnswer = z.object({
  id: z.string(),
  slug: z.string(),
  label: z._default(z.string(), ""),
  description: z.optional(z.nullable(z.string())),
  createdAt: z.optional(z.number()),
  data: z.looseObject({
    rules: z._default(z.array(segmentRuleAnswer), []),
    include: z.optional(membersAnswer),
    exclude: z.optional(membersAnswer),
  }),
});
export type SegmentAnswer = z.infer<typeof segmentAnswer>;

export const settingsAnswer = z.object({
  projectId: z.string(),
  environments: z._default(z.array(z.string()), []),
});
export type SettingsAnswer = z.infer<typeof settingsAnswer>;

/** The last page has no `next`, or null. */
export const paginationAnswer = z.optional(z.nullable(z.object({ next: z.optional(z.nullable(z.string())) })));
