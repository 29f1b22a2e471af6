import { getOwn } from "../../../get-own";
import type { Changeset } from "../../adapter/edits/changeset";
import { unlistedOverrides } from "../../adapter/errors";
import type { Definition } from "../../port/definition";
import type { FlagAnswer } from "../api/answers";
import { documentOf, type FlagDocument, type Group, type Ruleset } from "../flag/document";
import { changedVariants, isGate, toVariants, withoutVariants } from "../flag/flag-variants";
import { baseAudience, baseIndex, basePercentage, changedBase, rested } from "./base-group";
import { overridesIn, unlistedSegments, withOverrides } from "./override-groups";
import { ruleGroups, toRule, withRules } from "./rule-groups";
import { audienceIn, servedBy } from "./shares";
import type { CohortNames } from "./targeting";
import { testUsers, withTestUsers } from "./test-users";
import { warningsOf } from "./warnings";

interface Applying {
  readonly cohorts: CohortNames;
  /** Variants that are no longer declared and were still used: they are removed with their last use. */
  readonly retiring: ReadonlySet<string>;
  readonly attempted: string;
  /** Whether this first write switches the flag on: see {@link isUntouched}. */
  readonly start: boolean;
}

export interface Applied {
  readonly document: FlagDocument;
  readonly retiring: ReadonlySet<string>;
  readonly warnings: readonly string[];
}

/**
 * A copy that has no targeting and was never switched on: its status means "not begun", not "killed", so its first definition
 * switches it on.
 */
export function isUntouched({ status, enabled_at, ruleset }: FlagAnswer): boolean {
  return status === "disabled" && enabled_at === null && ruleset.rollout.length === 0;
}

/** Whether a write changes what anybody gets, and not only the variants or settings. */
export function changesAudiences({ default: byDefault, killed, rules, segments, identities }: Changeset): boolean {
  const stated = [byDefault, killed, rules].some((each) => each !== undefined);
  return stated || segments.puts.size > 0 || identities.puts.size > 0;
}

/** The flag with the edits applied; everything else stays as it is. */
export function applyTo(live: FlagAnswer, wanted: Changeset, { cohorts, retiring, attempted, start }: Applying): Applied {
  const before = documentOf(live);
  const variants = wanted.variants ? changedVariants(before.ruleset.variants, wanted.variants) : before.ruleset.variants;
  const document: FlagDocument = { ...before, ruleset: { ...before.ruleset, variants } };
  refuseUnlistedOverrides(document.ruleset.rollout, wanted, cohorts, attempted);

  const ruled = wanted.rules
    ? withRules(document.ruleset.rollout, wanted.rules, document, cohorts, attempted)
    : document.ruleset.rollout;
  const overridden = withOverrides(ruled, wanted.segments, document, attempted);
  const rollout = withBase(overridden, wanted, document, live, attempted);
  const test = withTestUsers(wanted, document, attempted);
  const status = wanted.killed === undefined ? (start ? "enabled" : before.status) : wanted.killed ? "disabled" : "enabled";
  const changed: FlagDocument = { ...document, status, ruleset: { variants, rollout: [...rollout], test } };

  const dropped = nowRetiring(before.ruleset, wanted, retiring);
  const users = new Map([...dropped].map((key) => [key, usersOf(key, changed, cohorts)]));
  const unused = new Set([...users].filter(([, names]) => names.length === 0).map(([key]) => key));
  const after = unused.size === 0 ? changed : { ...changed, ruleset: without(changed.ruleset, unused) };
  return {
    document: after,
    retiring: new Set([...dropped].filter((key) => !unused.has(key))),
    warnings: warningsOf(live, after, wanted, users),
  };
}

function withBase(
  rollout: readonly Group[],
  wanted: Changeset,
  document: FlagDocument,
  live: FlagAnswer,
  attempted: string,
): readonly Group[] {
  const index = baseIndex(rollout);
  const current = rollout[index];
  // Killed before it was ever on: a group shows that it is not a flag that has not begun.
  const mark = wanted.killed === true && isUntouched(live) ? rested(document) : undefined;
  const next = changedBase(current, wanted, document, attempted) ?? mark;
  if (next === current || next === undefined) return rollout;
  return current ? rollout.map((group) => (group === current ? next : group)) : [...rollout, next];
}

/** A boolean flag has the variants that it has. */
function nowRetiring(
  { variants }: Ruleset,
  { variants: wanted }: Changeset,
  retiring: ReadonlySet<string>,
): ReadonlySet<string> {
  if (!wanted || isGate(variants)) return new Set([...retiring].filter((key) => variants.some((each) => each.key === key)));
  return new Set(variants.map(({ key }) => key).filter((key) => !wanted.some((each) => each.key === key)));
}

/** Who still gets a variant, for messages. */
function usersOf(key: string, document: FlagDocument, cohorts: CohortNames): readonly string[] {
  const { rollout, test } = document.ruleset;
  const overrides = overridesIn(rollout);
  const base = rollout[baseIndex(rollout)];
  const groups = rollout.flatMap((group) => {
    const served = servedBy(group, document);
    const isServed =
      (served.kind === "variant" && served.variant === key) ||
      (served.kind === "split" && (getOwn(served.weights, key) ?? 0) > 0);
    const isNamed = group.variant_override?.key === key || (getOwn(group.variant_splits, key) ?? 0) > 0;
    if (!isServed && !isNamed) return [];
    const override = overrides.find((each) => each.group === group);
    if (override) return [`segment "${cohorts.nameOf(override.segmentId)}"`];
    return [group === base ? "everyone else (the default)" : `rule "${group.name ?? "without a name"}"`];
  });
  const people = Object.entries(test?.users ?? {}).filter(([, variant]) => variant.toLowerCase() === key.toLowerCase());
  return [...groups, ...people.map(([id]) => `identity "${id}"`)];
}

function without(ruleset: Ruleset, keys: ReadonlySet<string>): Ruleset {
  const rollout = ruleset.rollout.map((group) =>
    Object.keys(group.variant_splits).some((key) => keys.has(key))
      ? {
          ...group,
          variant_splits: Object.fromEntries(Object.entries(group.variant_splits).filter(([key]) => !keys.has(key))),
        }
      : group,
  );
  return { ...ruleset, variants: withoutVariants(ruleset.variants, keys), rollout };
}

function refuseUnlistedOverrides(
  rollout: readonly Group[],
  { segments }: Changeset,
  cohorts: CohortNames,
  attempted: string,
): void {
  const extra = unlistedSegments(rollout, segments);
  if (!segments.only?.refuse || extra.length === 0) return;
  const names = extra.map((id) => `"${cohorts.nameOf(id)}"`);
  throw unlistedOverrides(attempted, names);
}

export function toDefinition(live: FlagAnswer, cohorts: CohortNames): Definition {
  const document = documentOf(live);
  const { rollout, variants } = document.ruleset;
  const base = rollout[baseIndex(rollout)];
  const percentage = basePercentage(base);
  return {
    ...baseAudience(base, document),
    // Archiving disables a flag: whether it was disabled before is unknown.
    ...(live.status !== "archived" && { killed: live.status !== "enabled" }),
    ...(!isGate(variants) && { variants: toVariants(variants) }),
    rules: ruleGroups(rollout).map((group) => toRule(group, document, cohorts)),
    segmentOverrides: overridesIn(rollout).map(({ segmentId, priority, group }) => ({
      ...audienceIn(group, document),
      segmentId,
      priority,
    })),
    identityOverrides: testUsers(document),
    ...(percentage !== undefined && { settings: { mixpanel: { rolloutPercentage: percentage } } }),
  };
}
