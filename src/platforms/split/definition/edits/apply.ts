import {
  type AudiencePut,
  type Changeset,
  identitiesToRemove,
  inFull,
  type OverrideChanges,
  unlistedIn,
} from "../../../adapter/edits/changeset";
import {
  audienceOf,
  requireVariant,
  servedVariant,
  serveFor,
  type VariantChoice,
} from "../../../adapter/edits/variant-audience";
import { invalid } from "../../../adapter/errors";
import type { Audience, Serve } from "../../../model/audience";
import { OFF, ON } from "../../../model/variant";
import { PlatformError } from "../../../port/platform-error";
import { ifSupported } from "../../document/conditions";
import {
  type Bucket,
  type Document,
  overriddenIn,
  overriddenSegment,
  type Rule,
  sameBuckets,
  segmentOf,
} from "../../document/document";
import { sameCondition, toMatchers } from "../../document/rules";
import { configurationsFor, hasValue } from "../../document/treatment-value";
import { choiceOf, servedBy } from "../definition";
import type { Applied, ApplyContext } from "./applied";
import { Draft } from "./draft";
import { refuseUnlistedRules, refuseUnlistedSegments } from "./refuse-unlisted";
import { retire } from "./retire";

/** The definition with the edits applied; everything else stays as it is. */
export function applyTo(live: Document, wanted: Changeset, context: ApplyContext): Applied {
  const { attempted } = context;
  const draft = new Draft(live);
  setVariants(draft, wanted);
  const known = draft.finish({});
  const whenOff = wanted.whenOff ?? live.defaultTreatment;
  const choice = { ...choiceOf(known), whenOff };
  requireVariant(whenOff, choice, attempted);
  const { baselineTreatment } = wanted.settings.split ?? {};
  if (baselineTreatment !== undefined) requireVariant(baselineTreatment, choice, attempted);

  const byDefault = wanted.default && bucketsFor(wanted.default, audienceNow(live.defaultRule, choice), choice, attempted);
  const changes: Partial<Document> = {
    ...(wanted.killed === undefined ? {} : { killed: wanted.killed }),
    ...(wanted.whenOff === undefined ? {} : { defaultTreatment: wanted.whenOff }),
    ...(byDefault && !sameBuckets(live.defaultRule, byDefault) ? { defaultRule: byDefault } : {}),
    ...settingsChanges(live, wanted),
  };
  const inherited = changes.defaultRule ?? live.defaultRule;
  setRules(draft, wanted, choice, context);
  refuseUnlistedSegments(live, wanted, context);
  setSegments(draft, wanted.segments, inherited, choice, attempted);
  setIdentities(draft, wanted.identities, inherited, choice, attempted);
  return retire(draft.finish(changes), wanted.variants, context.retiring, attempted);
}

function setVariants(draft: Draft, { variants = [] }: Changeset): void {
  for (const { key, value, description } of variants) {
    const has = draft.treatments.find(({ name }) => name === key);
    const text = configurationsFor(key, value);
    const keepsValue = has !== undefined && hasValue(has, value);
    const { configurations: _, ...rest } = has ?? { name: key };
    const next = {
      ...(keepsValue ? has : { ...rest, ...(text === undefined ? {} : { configurations: text }) }),
      ...(description === null ? {} : { description }),
    };
    draft.treatments = has ? draft.treatments.map((each) => (each === has ? next : each)) : [...draft.treatments, next];
  }
}

function settingsChanges(live: Document, { settings: { split = {} } }: Changeset): Partial<Document> {
  const { trafficAllocation, baselineTreatment, flagSets, impressionsDisabled } = split;
  const now = (live.flagSets ?? []).map(({ id }) => id);
  const sameSets = flagSets && [...flagSets].sort().join() === [...now].sort().join();
  return {
    ...(trafficAllocation === undefined ? {} : { trafficAllocation }),
    ...(baselineTreatment === undefined ? {} : { baselineTreatment }),
    ...(impressionsDisabled === undefined ? {} : { impressionsDisabled }),
    ...(flagSets && !sameSets ? { flagSets: flagSets.map((id) => ({ id, type: "FLAG_SET" })) } : {}),
  };
}

function setRules(draft: Draft, { rules: stated }: Changeset, choice: VariantChoice, context: ApplyContext): void {
  if (!stated) return;
  const wanted = stated.rules.map((rule): Rule => {
    const matchers = ifSupported(context.attempted, "flag", () => toMatchers(rule.when, context.kindOf));
    const change = { enabled: rule.enabled ?? true, ...(rule.serve && { serve: rule.serve }) };
    const buckets = bucketsFor(change, undefined, choice, context.attempted) ?? [];
    return { buckets, condition: { matchers } };
  });
  const others = draft.rules.filter((rule) => overriddenSegment(rule) === undefined);
  if (stated.unlisted === "refuse") refuseUnlistedRules(others, wanted, context);
  const left = [...others];
  const next = wanted.map((rule) => {
    // Members of the live rule other than its condition and buckets are not managed, and stay.
    const at = left.findIndex(({ condition }) => sameCondition(condition, rule.condition));
    const [same] = at < 0 ? [] : left.splice(at, 1);
    if (!same) return rule;
    return sameBuckets(same.buckets, rule.buckets) ? same : { ...same, buckets: rule.buckets };
  });
  // Overrides keep their positions: the rules fill the positions of the earlier rules, and the rest is appended.
  const kept = draft.rules.flatMap((rule) => (overriddenSegment(rule) === undefined ? next.splice(0, 1) : [rule]));
  draft.rules = [...kept, ...next];
}

function setSegments(
  draft: Draft,
  { puts, removals, only }: OverrideChanges<AudiencePut>,
  inherited: readonly Bucket[],
  choice: VariantChoice,
  attempted: string,
): void {
  for (const id of [...removals, ...unlistedIn(only, overriddenIn(draft))]) removeSegment(draft, id);
  // New overrides are sorted, because their order decides what an identity in two segments gets: it must not depend on which arrived first.
  const sorted = [...puts].sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [id, put] of sorted) putSegment(draft, id, put, inherited, choice, attempted);
}

function removeSegment(draft: Draft, id: string): void {
  const { kind, name } = segmentOf(id);
  draft.target(kind.list, name, undefined);
  draft.rules = draft.rules.filter((rule) => overriddenSegment(rule) !== id);
}

function putSegment(
  draft: Draft,
  id: string,
  put: AudiencePut,
  inherited: readonly Bucket[],
  choice: VariantChoice,
  attempted: string,
): void {
  const { kind, name } = segmentOf(id);
  const holder = draft.targetedBy(kind.list, name);
  const ruled = draft.rules.flatMap((rule, index) => (overriddenSegment(rule) === id ? [index] : []));
  const [at, ...more] = ruled;
  const rule = at === undefined ? undefined : draft.rules[at];
  const current = holder === undefined ? rule && servedBy(rule.buckets, choice) : servedVariant(holder, choice);
  const buckets = current
    ? bucketsFor(put, audienceOf(current, choice), choice, attempted)
    : bucketsFor(made(put), audienceNow(inherited, choice), choice, attempted);
  if (!buckets) return;
  const [first, ...others] = buckets;
  const single = others.length === 0 ? first?.treatment : undefined;
  if (holder !== undefined) {
    draft.target(kind.list, name, single);
    if (single !== undefined) return;
  }
  if (holder === undefined && more.length > 0) throw ambiguous(name, ruled, attempted);
  if (rule && at !== undefined && sameBuckets(rule.buckets, buckets)) return;
  if (single !== undefined && !isSingle(rule)) {
    // A single treatment: the treatment lists the segment itself, so that the traffic allocation does not limit it.
    draft.rules = draft.rules.filter((each) => each !== rule);
    draft.target(kind.list, name, single);
    return;
  }
  if (at !== undefined) draft.setRule(at, buckets);
  else insertOverride(draft, { buckets, condition: { matchers: [{ type: kind.matcher, string: name }] } });
}

function isSingle(rule: Rule | undefined): boolean {
  return rule?.buckets.filter(({ size }) => size > 0).length === 1;
}

/** After the overrides at the beginning, before every other rule. */
function insertOverride(draft: Draft, rule: Rule): void {
  const firstOther = draft.rules.findIndex((each) => overriddenSegment(each) === undefined);
  const at = firstOther < 0 ? draft.rules.length : firstOther;
  draft.rules = [...draft.rules.slice(0, at), rule, ...draft.rules.slice(at)];
}

function ambiguous(name: string, places: readonly number[], attempted: string): PlatformError {
  return new PlatformError({
    code: "ambiguous",
    attempted,
    reason: `${places.length} rules of the definition are only for segment "${name}" (rules ${places.map((at) => at + 1).join(", ")})`,
    nextStep: "Keep only one of them, in Split.",
    subject: "segment",
  });
}

function setIdentities(
  draft: Draft,
  { puts, removals, only }: OverrideChanges<AudiencePut>,
  inherited: readonly Bucket[],
  choice: VariantChoice,
  attempted: string,
): void {
  const present = draft.treatments.flatMap(({ keys }) => keys ?? []);
  for (const key of [...removals, ...identitiesToRemove(only, present, attempted)]) draft.target("keys", key, undefined);
  for (const [key, put] of puts) {
    const holder = draft.targetedBy("keys", key);
    const buckets =
      holder === undefined
        ? bucketsFor(made(put), audienceNow(inherited, choice), choice, attempted)
        : bucketsFor(put, audienceOf(servedVariant(holder, choice), choice), choice, attempted);
    if (!buckets) continue;
    const [first, ...more] = buckets;
    if (!first || more.length > 0) throw manyForOne(key, attempted);
    draft.target("keys", key, first.treatment);
  }
}

function manyForOne(key: string, attempted: string): PlatformError {
  return invalid(attempted, {
    reason: `identity "${key}" cannot get a split: Split gives an identity one treatment`,
    nextStep: "Serve it one variant.",
    subject: "identity",
  });
}

function audienceNow(buckets: readonly Bucket[], choice: VariantChoice): Audience {
  return audienceOf(servedBy(buckets, choice), choice);
}

/** The content of an override that does not exist yet: if it sets nothing, it is on, with what everybody gets. */
function made(put: AudiencePut): AudiencePut {
  const { enabled, serve } = inFull(put);
  return enabled === undefined && serve === undefined ? { ...put, enabled: true } : { ...put, ...inFull(put) };
}

/** Undefined: nothing changes. */
function bucketsFor(
  { whole, ...put }: AudiencePut,
  current: Audience | undefined,
  choice: VariantChoice,
  attempted: string,
): Bucket[] | undefined {
  const change = { ...put, ...(put.serve && { serve: plainServe(put.serve, choice) }) };
  const served = serveFor(change, whole, current, choice, attempted);
  if (!served) return undefined;
  if (served.kind === "variant") return [{ treatment: served.variant, size: 100 }];
  const refusal = refuseServe(served);
  if (refusal !== undefined || served.kind !== "split") throw refused(attempted, refusal ?? "no rollouts");
  const order = choice.variants.map(({ key }) => key);
  return Object.entries(served.weights)
    .map(([treatment, size]) => ({ treatment, size }))
    .filter(({ size }) => size > 0)
    .sort((one, other) => order.indexOf(one.treatment) - order.indexOf(other.treatment));
}

/** A treatment without configurations has its name as value: "on" as text is the same as the variant `on`. */
function plainServe(serve: Serve, { boolean }: VariantChoice): Serve {
  if (!boolean || serve.kind !== "value" || serve.value.kind !== "string") return serve;
  const { value } = serve.value;
  return value === ON || value === OFF ? { kind: "variant", variant: value } : serve;
}

/** What Split would refuse, and the nearest thing that works. */
export function refuseServe(serve: Serve): string | undefined {
  if (serve.kind === "rollout") return "Split has no rollout by time: serve a split, and change its weights stage by stage";
  if (serve.kind !== "split") return undefined;
  const weights = Object.entries(serve.weights);
  const fraction = weights.find(([, weight]) => !Number.isInteger(weight));
  if (fraction)
    return `Split accepts only whole percentages: ${fraction[0]} = ${fraction[1]} could be ${Math.round(fraction[1])}, with the rest elsewhere`;
  if (serve.control !== null && serve.control !== 0)
    return "Split has no control share besides the variants: give its share to a variant, so that the weights sum to 100";
  if (serve.bucketBy !== null)
    return "Split always buckets by the identity itself: remove bucket_by, or use a flag of another traffic type";
  if (serve.otherwise !== null) return "Split has no choice for identities without an attribute: remove otherwise";
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  return sum === 100 ? undefined : `the weights sum to ${sum}: Split requires 100`;
}

function refused(attempted: string, reason: string): PlatformError {
  return invalid(attempted, { reason, nextStep: "Change what is served.", subject: "value" });
}
