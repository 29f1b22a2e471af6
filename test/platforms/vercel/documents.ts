import type { Edit } from "../../../src/platforms/port/edit";
import type { FlagSettings } from "../../../src/platforms/port/flag";
import { type FlagAnswer, flagAnswer } from "../../../src/platforms/vercel/api/answers";
import { USER_ID } from "../../../src/platforms/vercel/api/entity";
import { batchOf, type FlagOperation } from "../../../src/platforms/vercel/definition/edits/batch";
import { updateOf } from "../../../src/platforms/vercel/definition/edits/update";
import type { ConditionContext } from "../../../src/platforms/vercel/segment/conditions";

export const CONTEXT: ConditionContext = {
  identity: USER_ID,
  segments: new Map([
    ["seg_beta", "beta-users"],
    ["seg_staff", "staff"],
  ]),
};

export const BETA = { id: "seg_beta", name: "beta-users" };
export const STAFF = { id: "seg_staff", name: "staff" };
export const PRODUCTION = { id: "production", name: "production" };
export const PREVIEW = { id: "preview", name: "preview" };

export const segmentRule = (id: string, segment: string, variantId: string) => ({
  id,
  conditions: [{ lhs: { type: "segment" }, cmp: "eq", rhs: segment }],
  outcome: { type: "variant", variantId },
});

export const planRule = {
  id: "rule_foreign00001",
  conditions: [
    {
      lhs: { type: "entity", kind: "user", attribute: "plan" },
      cmp: "oneOf",
      rhs: { type: "list/inline", items: [{ value: "pro", label: "Pro", note: "since May" }, { value: "team" }] },
      cmpOptions: { ignoreCase: true },
    },
  ],
  outcome: { type: "variant", variantId: "on" },
  pinned: true,
};

/** A live environment, with what people and other tools put there. */
export const environment = (changes: object = {}) => ({
  active: true,
  revision: 7,
  pausedOutcome: { type: "variant", variantId: "off" },
  fallthrough: { type: "variant", variantId: "off" },
  rules: [],
  ...changes,
});

/** The same as it may be sent. */
export const sent = (changes: object = {}) => {
  const { revision: _, ...body } = environment();
  return { ...body, targets: {}, reuse: { active: false, environment: "" }, ...changes };
};

const OFF_AND_ON = [
  { id: "off", value: false, label: "Off" },
  { id: "on", value: true, label: "On" },
];

export function booleanFlag(production: object = environment(), rest: object = {}): FlagAnswer {
  return flagAnswer.parse({
    id: "flag_1",
    slug: "new-checkout",
    kind: "boolean",
    state: "active",
    typeName: "flag",
    revision: 12,
    seed: 4711,
    createdAt: 1_767_225_600_000,
    variants: OFF_AND_ON,
    environments: { production, preview: environment() },
    ...rest,
  });
}

export const PLANS = [
  { id: "free", value: "free", label: "Free" },
  { id: "pro", value: "pro", description: "paid" },
  { id: "team", value: "team" },
];

export function stringFlag(production: object, rest: object = {}): FlagAnswer {
  return booleanFlag(production, {
    slug: "plan",
    kind: "string",
    variants: PLANS,
    environments: { production, preview: plans() },
    ...rest,
  });
}

export const plans = (changes: object = {}) =>
  environment({
    pausedOutcome: { type: "variant", variantId: "free" },
    fallthrough: { type: "variant", variantId: "free" },
    ...changes,
  });

export const sentPlans = (changes: object = {}) =>
  sent({
    pausedOutcome: { type: "variant", variantId: "free" },
    fallthrough: { type: "variant", variantId: "free" },
    ...changes,
  });

export const inProduction = (...edits: Edit[]): FlagOperation => ({ kind: "edits", environment: PRODUCTION, edits });
export const inPreview = (...edits: Edit[]): FlagOperation => ({ kind: "edits", environment: PREVIEW, edits });
export const ofFlag = (changes: Partial<FlagSettings>): FlagOperation => ({ kind: "flag", changes });

export function patch(
  flag: FlagAnswer,
  operations: readonly FlagOperation[],
  retiring: readonly string[] = [],
): ReturnType<typeof updateOf> {
  return updateOf(flag, batchOf(operations), new Set(retiring), CONTEXT);
}

/** The request, without the words for the version list. */
export function bodyFor(flag: FlagAnswer, ...operations: FlagOperation[]): unknown {
  const { body } = patch(flag, operations);
  if (!body) return undefined;
  const { message: _, ...members } = body;
  return members;
}
