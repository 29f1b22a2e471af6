import { audienceOf, servedVariant, type VariantChoice } from "../../adapter/edits/variant-audience";
import type { Audience, Served } from "../../model/audience";
import type { RemoteRule } from "../../model/targeting-rule";
import type { Definition, SegmentOverride } from "../../port/definition";
import {
  type Bucket,
  type Document,
  filled,
  overriddenSegment,
  type Rule,
  SEGMENT_KINDS,
  segmentId,
} from "../document/document";
import { describeMatchers, fromMatchers } from "../document/rules";
import { isBoolean, variantsOf } from "../document/treatment-value";

/** A definition as Split has it, in neutral words. */
export function toDefinition(document: Document): Definition {
  const choice = choiceOf(document);
  return {
    ...audienceOf(servedBy(document.defaultRule, choice), choice),
    killed: document.killed,
    whenOff: document.defaultTreatment,
    variants: choice.variants,
    rules: otherRules(document).map((rule) => toRemoteRule(rule, choice)),
    segmentOverrides: segmentOverrides(document, choice),
    identityOverrides: identityOverrides(document, choice),
    settings: {
      split: {
        trafficAllocation: document.trafficAllocation ?? 100,
        ...(typeof document.baselineTreatment === "string" && { baselineTreatment: document.baselineTreatment }),
        flagSets: (document.flagSets ?? []).map(({ id }) => id),
        impressionsDisabled: document.impressionsDisabled ?? false,
      },
    },
  };
}

export function choiceOf(document: Document): VariantChoice {
  return { variants: variantsOf(document), boolean: isBoolean(document), whenOff: document.defaultTreatment };
}

export function servedBy(buckets: readonly Bucket[], choice: VariantChoice): Served {
  const [only, ...more] = filled(buckets);
  if (!only) return { kind: "other", description: "nobody gets anything: the treatments' shares are empty" };
  if (more.length === 0) return servedVariant(only.treatment, choice);
  return {
    kind: "split",
    weights: Object.fromEntries(filled(buckets).map(({ treatment, size }) => [treatment, size])),
    control: null,
    bucketBy: null,
    otherwise: null,
  };
}

/** Rules that are not segment overrides. */
function otherRules({ rules }: Document): Rule[] {
  return (rules ?? []).filter((rule) => overriddenSegment(rule) === undefined);
}

function toRemoteRule({ buckets, condition }: Rule, choice: VariantChoice): RemoteRule {
  return {
    ...audienceOf(servedBy(buckets, choice), choice),
    key: null,
    description: null,
    when: fromMatchers(condition.matchers),
    words: describeMatchers(condition.matchers),
  };
}

/** The segments of treatments are evaluated before every rule. If two name one segment, the first decides. */
function segmentOverrides(document: Document, choice: VariantChoice): SegmentOverride[] {
  const found = new Map<string, Audience>();
  const note = (id: string, served: Served): unknown => found.has(id) || found.set(id, audienceOf(served, choice));
  for (const treatment of document.treatments) {
    for (const { kind, list } of SEGMENT_KINDS) {
      for (const name of treatment[list] ?? []) note(segmentId(kind, name), servedVariant(treatment.name, choice));
    }
  }
  for (const rule of document.rules ?? []) {
    const id = overriddenSegment(rule);
    if (id !== undefined) note(id, servedBy(rule.buckets, choice));
  }
  return [...found].map(([id, audience], priority) => ({ ...audience, segmentId: id, priority }));
}

function identityOverrides(document: Document, choice: VariantChoice): Map<string, Audience> {
  const found = new Map<string, Audience>();
  for (const treatment of document.treatments) {
    for (const key of treatment.keys ?? []) {
      if (!found.has(key)) found.set(key, audienceOf(servedVariant(treatment.name, choice), choice));
    }
  }
  return found;
}
