import { getOwn } from "../../../get-own";
import { TYPES } from "../areas/segments/segment-uses";
import type { Bucket, Condition, Matcher, SegmentKind, Treatment } from "../store/records";
import type { Asked } from "./asked";
import { within } from "./asked";
import { murmur3 } from "./hashing";
import { matchesValue } from "./operators";
import { negatesNothing } from "./sdk";

export interface Outcome {
  readonly treatment: string;
  /** The treatment's configuration, null when it has none. */
  readonly config: string | null;
  /** Why. */
  readonly label: string;
}

const CONTROL = "control";

/** What decided: of individual targets the segment's name, of rules their place; the bucket (1 to 100) where one was drawn. */
export type Decision =
  | { readonly kind: "exception" | "not found" | "killed" | "key" }
  | { readonly kind: "segment"; readonly name: string }
  | { readonly kind: "allocation" | "default rule"; readonly bucket: number }
  | { readonly kind: "rule"; readonly index: number; readonly bucket: number };

/** What an SDK returns, also for a flag that does not exist. */
export function evaluate(asked: Asked, name: string): Outcome {
  return explain(asked, name).outcome;
}

/**
 * The default treatment of a killed flag; then individual targets, keys before segments, whatever the allocation; then, once a
 * rule is reached, the default treatment for keys beyond the traffic allocation; then the first rule that matches; then the
 * default rule (split.md 2.5.1).
 */
export function explain(asked: Asked, name: string): { readonly outcome: Outcome; readonly decision: Decision } {
  const { store, environment, subject } = asked;
  const flag = store.flagNamed(environment.workspace, name);
  const definition = flag && store.definition(flag.id, environment.id);
  const inside = within(asked, `flag ${name}`);
  const control = (label: string, kind: "exception" | "not found"): ReturnType<typeof explain> => {
    return { outcome: { treatment: CONTROL, config: null, label }, decision: { kind } };
  };
  if (!inside) return control("exception", "exception");
  if (!definition) return control("definition not found", "not found");
  const { content, seed, allocationSeed } = definition;
  const because = (treatment: string, label: string, decision: Decision): ReturnType<typeof explain> => {
    const config = content.treatments.find((each) => each.name === treatment)?.configurations ?? null;
    return { outcome: { treatment, config, label }, decision };
  };
  if (content.killed) return because(content.defaultTreatment, "killed", { kind: "killed" });
  const byKey = content.treatments.find((each) => each.keys.includes(subject.key));
  if (byKey) return because(byKey.name, "whitelisted", { kind: "key" });
  for (const treatment of content.treatments) {
    const target = targetedSegment(inside, treatment);
    if (target !== undefined) return because(treatment.name, "whitelisted segment", { kind: "segment", name: target });
  }
  const allocated = content.trafficAllocation < 100 ? bucketOf(subject.bucketingKey, allocationSeed) : 0;
  if (allocated > content.trafficAllocation) {
    return because(content.defaultTreatment, "not in split", { kind: "allocation", bucket: allocated });
  }
  const bucket = bucketOf(subject.bucketingKey, seed);
  for (const [index, rule] of content.rules.entries()) {
    if (matchesAll(inside, rule.condition)) {
      return because(pick(rule.buckets, bucket), `rule ${index}`, { kind: "rule", index, bucket });
    }
  }
  return because(pick(content.defaultRule, bucket), "default rule", { kind: "default rule", bucket });
}

/** The first of the treatment's segments that the subject is in. */
function targetedSegment(asked: Asked, treatment: Treatment): string | undefined {
  const lists = [
    ["standard", treatment.segments],
    ["large", treatment.largeSegments],
    ["rule_based", treatment.ruleBasedSegments],
  ] as const;
  for (const [kind, names] of lists) {
    const found = names.find((each) => isInSegment(asked, kind, each));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every matcher has to match. */
function matchesAll(asked: Asked, { matchers }: Condition): boolean {
  return matchers.every((each) => matches(asked, each));
}

function matches(asked: Asked, matcher: Matcher): boolean {
  const { key, attributes } = asked.subject;
  const attribute = matcher.attribute ?? "";
  const value = attribute === "" ? key : getOwn(attributes, attribute);
  if ((value === undefined || value === null) && negatesNothing(asked.sdk)) return false;
  return (matcher.negate ?? false) !== matchesOne(asked, matcher, value);
}

function matchesOne(asked: Asked, matcher: Matcher, value: unknown): boolean {
  const named = matcher.string ?? "";
  switch (matcher.type) {
    case "ALL_KEYS":
      return true;
    case "IN_SEGMENT":
      return isInSegment(asked, "standard", named);
    case "IN_LARGE_SEGMENT":
      return isInSegment(asked, "large", named);
    case "IN_RULE_BASED_SEGMENT":
      return isInSegment(asked, "rule_based", named);
    case "IN_SPLIT": {
      const { splitName = "", treatments, treatment } = matcher.depends ?? {};
      return (treatments ?? [treatment]).includes(evaluate(asked, splitName).treatment);
    }
    default:
      return matchesValue(matcher, value, asked.sdk);
  }
}

/** Listed, or for a rule-based one: not excluded, and some rule matches. */
function isInSegment(asked: Asked, kind: SegmentKind, name: string): boolean {
  const { store, environment, subject } = asked;
  const segment = store.segmentNamed(environment.workspace, kind, name);
  const membership = segment && store.membership(segment.id, environment.id);
  if (!membership) return false;
  if (kind !== "rule_based") return membership.keys.includes(subject.key);
  const inside = within(asked, `segment ${name}`);
  if (!inside || membership.excludedKeys.includes(subject.key)) return false;
  const isExcluded = membership.excludedSegments.some((excluded) => {
    const other = (["standard", "large", "rule_based"] as const).find((each) => TYPES[each] === excluded.type);
    return other !== undefined && isInSegment(inside, other, excluded.name);
  });
  return !isExcluded && membership.rules.some(({ condition }) => matchesAll(inside, condition));
}

/** 1 to 100. */
export function bucketOf(key: string, seed: number): number {
  return (murmur3(key, seed) % 100) + 1;
}

function pick(buckets: readonly Bucket[], bucket: number): string {
  let covered = 0;
  for (const { treatment, size } of buckets) {
    covered += size;
    if (size > 0 && covered >= bucket) return treatment;
  }
  return CONTROL;
}
