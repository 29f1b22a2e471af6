import { Token } from "cdktf";
import * as z from "zod/mini";
import { recordOf } from "../../../record-of";
import { hostIssue } from "../provider/host-issues";

/**
 * What literal props must look like. Tokens pass: they are checked by the provider, which sees their values. Loaded on first
 * use, and built into one file (scripts/build-constructs.mjs), for zod costs more to load than all constructs together.
 */

function orToken(schema: z.ZodMiniType): z.ZodMiniType {
  return z.any().check((context) => {
    if (Token.isUnresolved(context.value)) return;
    const result = z.safeParse(schema, context.value);
    for (const issue of result.error?.issues ?? []) {
      context.issues.push({ code: "custom", message: issue.message, path: issue.path, input: context.value });
    }
  });
}

const name = orToken(
  z.string("must be text").check(
    z.minLength(1, "must not be empty"),
    z.refine((text) => text.trim() === text, "must not begin or end with a space: platforms cut it off"),
  ),
);
const text = orToken(z.string("must be text"));
const names = orToken(z.array(name, "must be a list"));
const percent = orToken(
  z.int("must be a whole number, in percent").check(z.gte(0, "must not be negative"), z.lte(100, "must not exceed 100")),
);
const share = orToken(
  z.number("must be a percentage").check(z.gte(0, "must not be negative"), z.lte(100, "must not exceed 100")),
);
const weights = orToken(
  recordOf(share).check(z.refine((given) => Object.keys(given).length > 0, "must name at least one variant")),
);
const stageShare = orToken(
  z
    .number("must be a percentage")
    .check(z.gt(0, "must be more than 0"), z.lt(100, "must be less than 100: after the last stage everybody gets `to`")),
);
const time = orToken(
  z
    .string("must be text")
    .check(
      z.refine(
        (given) => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(given) && !isNaN(Date.parse(given)),
        "must be a time such as 2027-01-11T09:00:00Z",
      ),
    ),
);
const alias = z
  .string("must be text")
  .check(z.regex(/^[A-Za-z_][\w-]*$/, "must only contain letters, digits, `_` and `-`, and must not begin with a digit"));
const priority = orToken(z.int("must be a whole number").check(z.gte(0, "must not be negative")));
const nonNegative = orToken(z.number("must be a number").check(z.gte(0, "must not be negative")));
const budget = orToken(z.int("must be a whole number").check(z.gte(1, "must be at least 1")));
const host = orToken(
  z.string("must be text").check(({ value, issues }) => {
    const message = hostIssue(value);
    if (message !== undefined) issues.push({ code: "custom", input: value, message });
  }),
);
const entity = orToken(
  z.string("must be text").check(z.regex(/^[^.\s]+\.\S+$/, "must be a kind and an attribute, such as user.id")),
);
const seed = orToken(
  z.int("must be a whole number").check(z.gte(0, "must not be negative"), z.lte(100_000, "must not exceed 100000")),
);
const maintainers = orToken(
  z.array(name, "must be a list").check(z.refine((ids) => ids.length <= 5, "must not be more than five")),
);
const numericId = orToken(z.string("must be text").check(z.regex(/^\d+$/, "must be an id, which is a number in digits")));

const maybe = z.optional;

const settings = {
  flag: {
    split: maybe(z.object({ trafficType: maybe(name), rolloutStatus: maybe(name), owners: maybe(names) })),
    vercel: maybe(z.object({ seed: maybe(seed), maintainers: maybe(maintainers) })),
    mixpanel: maybe(z.object({ context: maybe(name), dataGroup: maybe(name) })),
  },
  definition: {
    split: maybe(
      z.object({
        trafficAllocation: maybe(percent),
        baselineTreatment: maybe(name),
        flagSets: maybe(names),
        title: maybe(text),
        comment: maybe(text),
      }),
    ),
    vercel: maybe(z.object({ reuse: maybe(text) })),
    mixpanel: maybe(z.object({ rolloutPercentage: maybe(percent) })),
  },
  segment: {
    split: maybe(z.object({ trafficType: maybe(name), environments: maybe(names) })),
    vercel: maybe(z.object({ label: maybe(text), excluded: maybe(names) })),
    mixpanel: maybe(z.object({ dataGroup: maybe(name) })),
  },
};

const rollout = z
  .object({
    from: name,
    to: name,
    start: time,
    stages: z.array(orToken(z.number())).check(
      z.refine((shares) => shares.length > 0, "must have at least one stage"),
      z.refine(rises, "must increase: each stage needs a larger share than the one before"),
    ),
    bucketBy: z.optional(name),
    otherwise: z.optional(name),
  })
  .check(z.refine(({ from, to }) => from !== to, "needs two different variants: `from` and `to` are the same"));

const schemas = {
  flag: z.object({ key: name, project: maybe(name), tags: maybe(names), description: maybe(text), ...settings.flag }),
  environment: z.object({ name, project: maybe(name), description: maybe(text) }),
  segment: z.object({ name, project: maybe(name), description: maybe(text), identities: maybe(names), ...settings.segment }),
  definition: z.object({ project: maybe(name), whenOff: maybe(name), ...settings.definition }),
  rule: z.object({ key: name, description: maybe(text) }),
  segmentOverride: z.object({ project: maybe(name), priority: maybe(priority) }),
  identityOverride: z.object({ project: maybe(name), identity: name }),
  lookup: z.object({ name: maybe(name) }),
  count: priority,
  reference: z.object({ name, project: maybe(name) }),
  variant: z.object({ key: name }),
  variantOptions: z.object({ description: maybe(text), weight: maybe(percent) }),
  serve: z.object({ variant: maybe(name), bucketBy: maybe(name), otherwise: maybe(name), control: maybe(share) }),
  stage: z.object({ percentage: stageShare, minutes: budget }),
  rollout,
  weights,
  trait: z.object({ trait: maybe(name), values: maybe(names), percent: maybe(share) }),
  modulo: z.object({
    divisor: orToken(z.number("must be a number").check(z.gt(0, "must be more than 0"))),
    remainder: nonNegative,
  }),
  time,
  provider: z.object({
    alias: maybe(alias),
    project: maybe(name),
    requestsPerMinute: maybe(budget),
    host: maybe(host),
    apiKey: maybe(name),
    organisation: maybe(name),
    harnessToken: maybe(name),
    account: maybe(name),
    harnessProject: maybe(name),
    title: maybe(text),
    comment: maybe(text),
    token: maybe(name),
    team: maybe(name),
    entity: maybe(entity),
    username: maybe(name),
    secret: maybe(name),
  }),
  environments: z.object({
    environments: z.array(name).check(z.refine((given) => given.length > 0, "must name at least one environment")),
  }),
  mixpanelProject: z.object({ project: numericId, workspace: maybe(numericId) }),
  gate: z.object({ command: maybe(name) }),
  string: text,
  boolean: orToken(z.boolean("must be true or false")),
  integer: orToken(z.int("must be a whole number that JavaScript can represent exactly")),
  number: orToken(z.number("must be a finite number")),
  json: orToken(
    z.string("must be JSON text").check(z.refine(isJson, "must be JSON text, such as the result of JSON.stringify")),
  ),
} satisfies { readonly [kind: string]: z.ZodMiniType };

export type LiteralKind = keyof typeof schemas;

/** What is wrong with a value, one text per fault, beginning with the path inside it. */
export function literalIssues(kind: LiteralKind, value: unknown): string[] {
  const result = z.safeParse(schemas[kind], value);
  return (result.error?.issues ?? []).map((issue) => [issue.path.map(String).join("."), issue.message].join(" ").trim());
}

/** Tokens are in between wherever they must be. */
function rises(shares: readonly unknown[]): boolean {
  const literal = shares.filter((share): share is number => typeof share === "number" && !Token.isUnresolved(share));
  return literal.every((share, index) => index === 0 || share > (literal[index - 1] ?? 0));
}

function isJson(candidate: string): boolean {
  try {
    JSON.parse(candidate);
    return true;
  } catch {
    return false;
  }
}
