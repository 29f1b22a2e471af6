import * as z from "zod/mini";

/** A flag's definition in one environment, as Split has it. Members that we do not know are kept. */

const texts = z.array(z.string());
const range = z.looseObject({ from: z.union([z.number(), z.string()]), to: z.union([z.number(), z.string()]) });

const matcherAnswer = z.looseObject({
  type: z.string(),
  negate: z.nullish(z.boolean()),
  attribute: z.nullish(z.string()),
  string: z.nullish(z.string()),
  strings: z.nullish(texts),
  bool: z.nullish(z.boolean()),
  number: z.nullish(z.number()),
  date: z.nullish(z.number()),
  between: z.nullish(range),
  depends: z.nullish(
    z.looseObject({ splitName: z.string(), treatment: z.nullish(z.string()), treatments: z.nullish(texts) }),
  ),
});
export type Matcher = z.infer<typeof matcherAnswer>;

export const conditionAnswer = z.looseObject({ matchers: z.array(matcherAnswer) });
export type Condition = z.infer<typeof conditionAnswer>;

const bucket = z.looseObject({ treatment: z.string(), size: z.number() });
export type Bucket = z.infer<typeof bucket>;

const rule = z.looseObject({ buckets: z.array(bucket), condition: conditionAnswer });
export type Rule = z.infer<typeof rule>;

const treatment = z.looseObject({
  name: z.string(),
  description: z.nullish(z.string()),
  configurations: z.nullish(z.string()),
  keys: z.nullish(texts),
  segments: z.nullish(texts),
  largeSegments: z.nullish(texts),
  ruleBasedSegments: z.nullish(texts),
});
export type Treatment = z.infer<typeof treatment>;

export const documentAnswer = z.looseObject({
  name: z.string(),
  killed: z._default(z.boolean(), false),
  treatments: z.array(treatment),
  defaultTreatment: z.string(),
  baselineTreatment: z.nullish(z.string()),
  trafficAllocation: z.nullish(z.number()),
  rules: z.nullish(z.array(rule)),
  defaultRule: z.array(bucket),
  impressionsDisabled: z.nullish(z.boolean()),
  flagSets: z.nullish(z.array(z.looseObject({ id: z.string(), type: z.nullish(z.string()) }))),
  lastUpdateTime: z.nullish(z.number()),
  openChangeRequestId: z.nullish(z.unknown()),
});
export type Document = z.infer<typeof documentAnswer>;

/** The lists of a treatment's targets: identities, and the three kinds of segments. */
export const LISTS = ["keys", "segments", "largeSegments", "ruleBasedSegments"] as const;
export type TargetList = (typeof LISTS)[number];

/** The kinds of segments: the list of a treatment that names them, the matcher, and the word in ids. */
export const SEGMENT_KINDS = [
  { kind: "standard", list: "segments", matcher: "IN_SEGMENT" },
  { kind: "large", list: "largeSegments", matcher: "IN_LARGE_SEGMENT" },
  { kind: "rule_based", list: "ruleBasedSegments", matcher: "IN_RULE_BASED_SEGMENT" },
] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

/** Split gives standard segments no id, and the kinds have names of their own: together they are one. */
export function segmentId(kind: SegmentKind["kind"], name: string): string {
  return `${kind}:${name}`;
}

/** The kind and the name in an id; one without a kind is a standard segment's. */
export function segmentOf(id: string): { readonly kind: SegmentKind; readonly name: string } {
  const [standard] = SEGMENT_KINDS;
  const kind = SEGMENT_KINDS.find((each) => id.startsWith(`${each.kind}:`));
  return kind ? { kind, name: id.slice(kind.kind.length + 1) } : { kind: standard, name: id };
}

/** Buckets that hold somebody. */
export function filled(buckets: readonly Bucket[]): Bucket[] {
  return buckets.filter(({ size }) => size > 0);
}

/** Whether two bucket lists give everybody the same. */
export function sameBuckets(one: readonly Bucket[], other: readonly Bucket[]): boolean {
  const bucketsText = (buckets: readonly Bucket[]): string =>
    JSON.stringify(
      filled(buckets)
        .map(({ treatment: name, size }) => [name, size])
        .sort(),
    );
  return bucketsText(one) === bucketsText(other);
}

/** The segment that a rule overrides the flag for, if its only matcher is "in that segment". */
export function overriddenSegment({ condition }: Rule): string | undefined {
  const [only, ...more] = condition.matchers;
  const kind = SEGMENT_KINDS.find(({ matcher }) => matcher === only?.type);
  if (!only || more.length > 0 || !kind || only.negate === true || typeof only.string !== "string") return undefined;
  return segmentId(kind.kind, only.string);
}

/** The ids of all segments that are overridden. */
export function overriddenIn({ treatments, rules }: Pick<Document, "treatments" | "rules">): string[] {
  const listed = treatments.flatMap((each) =>
    SEGMENT_KINDS.flatMap(({ kind, list }) => (each[list] ?? []).map((name) => segmentId(kind, name))),
  );
  const ruled = (rules ?? []).map(overriddenSegment).filter((id) => id !== undefined);
  return [...new Set([...listed, ...ruled])];
}
