import { getOwn } from "../../../get-own";
import type { Changeset } from "../../adapter/edits/changeset";
import { audienceOf } from "../../adapter/edits/variant-audience";
import { notSupported } from "../../adapter/errors";
import { renamedVariants } from "../../model/renamed-variants";
import type { Definition } from "../../port/definition";
import type { FlagAnswer, Outcome, VariantAnswer } from "../api/answers";
import type { EnvironmentBody, UpdateFlagBody } from "../api/bodies";
import type { Entity } from "../api/entity";
import { formatIdentifier } from "../api/entity";
import { sameJson } from "../api/same-json";
import { changedMembers } from "../flag/flag-members";
import { usesOf, withoutVariant, withRenamedVariant } from "../flag/variant-uses";
import { choiceOf, mergeBooleanVariants, mergeVariants, variantsOf } from "../flag/variants";
import type { Batch } from "./batch";
import { bodyOf, environmentOf, hasExperiment } from "./environment-body";
import { editEnvironment, reusedBy } from "./environment-edits";
import { fromOutcome } from "./outcome";
import { placedOverrides } from "./override-rules";
import { remoteRules } from "./targeting-rules";
import { targetedIdentities } from "./targets";

/** A flag's document <-> definitions and edits. */

export interface DefinitionContext {
  readonly identity: Entity;
  /** Ids and names of the project's segments. */
  readonly segments: ReadonlyMap<string, string>;
}

export function definitionOf(flag: FlagAnswer, environment: string, context: DefinitionContext): Definition {
  const body = environmentOf(flag, environment);
  const { active, pausedOutcome, fallthrough, rules, targets } = body;
  const choice = choiceOf(flag, pausedOutcome.variantId);
  const audience = (outcome: Outcome): ReturnType<typeof audienceOf> =>
    audienceOf(fromOutcome(outcome, { ...context, flag, pausedVariantId: pausedOutcome.variantId }), choice);
  const variantIds = flag.variants.map(({ id }) => id);
  const identities = targetedIdentities(targets, variantIds).flatMap(({ variantId, ...identity }) => {
    const identifier = formatIdentifier(identity, context.identity);
    return identifier === undefined ? [] : [[identifier, audience({ type: "variant", variantId })] as const];
  });
  return {
    ...audience(fallthrough),
    killed: !active,
    whenOff: choice.whenOff,
    rules: remoteRules(rules, { ...context, audience }),
    segmentOverrides: placedOverrides(rules).map(({ rule, segmentId, priority }) => {
      return { segmentId, priority, ...audience(rule.outcome) };
    }),
    identityOverrides: new Map(identities),
    settings: { vercel: { reuse: reusedBy(body) } },
  };
}

export interface Patch {
  /** Undefined: nothing changes. */
  readonly body: UpdateFlagBody | undefined;
  readonly warnings: readonly string[];
  /** Variants that go with their last use. */
  readonly retiring: ReadonlySet<string>;
}

/**
 * The one request for a batch. `retiring`: variants that an earlier batch was to remove and could not. Throws PlatformError
 * `invalid` or `exists` where an edit cannot be made.
 */
export function patchFor(flag: FlagAnswer, batch: Batch, retiring: ReadonlySet<string>, context: DefinitionContext): Patch {
  const attempted = describeBatch(flag.slug, batch);
  const stated = variantsIn(flag, batch, retiring);
  const during = { ...flag, variants: stated.all };
  const names = [...new Set([...Object.keys(flag.environments), ...batch.environments.keys()])];
  const edited = names.map((name) => {
    const wanted = batch.environments.get(name);
    const body = withRenamed(environmentOf(during, name), stated.renamed);
    return [
      name,
      wanted ? editEnvironment(body, wanted, { ...context, flag: during, environment: name, attempted }) : body,
    ] as const;
  });
  const { kept, environments } = retire(Object.fromEntries(edited), stated.leaving);
  const variants = stated.all.filter(({ id }) => !stated.leaving.includes(id) || kept.has(id));
  const changed = Object.entries(environments).filter(([name, body]) => {
    const live = getOwn(flag.environments, name);
    return live ? !sameJson(bodyOf(live), body) : batch.environments.has(name);
  });
  for (const [name] of changed) refuseExperiment(flag, name, attempted);
  const body: UpdateFlagBody = {
    ...(batch.flag && changedMembers(flag, batch.flag, attempted)),
    ...(!sameJson(variants, flag.variants) && { variants }),
    ...(changed.length > 0 && { environments: Object.fromEntries(changed) }),
  };
  const members = [...changed.map(([name]) => name), ...Object.keys(body).filter((key) => key !== "environments")];
  const isStatedNow = batch.flag?.variants !== undefined;
  return {
    body: members.length === 0 ? undefined : { ...body, message: `flagform: ${members.join(", ")}` },
    warnings: [
      ...(isStatedNow ? [...kept].map(([id, uses]) => keptVariant(id, uses)) : []),
      ...warningsOf(flag, batch, environments),
    ],
    retiring: new Set(kept.keys()),
  };
}

interface VariantsAtWork {
  /** All that are there while the edits are made. */
  readonly all: VariantAnswer[];
  readonly leaving: string[];
  /** Of those that leave, the ones whose value goes on under another id. */
  readonly renamed: ReadonlyMap<string, string>;
}

const NOTHING_RENAMED: ReadonlyMap<string, string> = new Map();

function variantsIn(flag: FlagAnswer, batch: Batch, retiring: ReadonlySet<string>): VariantsAtWork {
  const wanted = batch.flag?.variants;
  if (wanted === undefined) {
    const leaving = flag.variants.map(({ id }) => id).filter((id) => retiring.has(id));
    return { all: flag.variants, leaving, renamed: NOTHING_RENAMED };
  }
  if (flag.kind === "boolean") return { all: mergeBooleanVariants(flag, wanted), leaving: [], renamed: NOTHING_RENAMED };
  const renamed = renamedVariants(variantsOf(flag), wanted);
  const merged = mergeVariants(flag.variants, wanted);
  const leaving = flag.variants.filter(({ id }) => !merged.some((each) => each.id === id));
  // Their places matter: shares are cut in the order of the variants.
  const there = flag.variants.flatMap((variant) => {
    const heir = merged.find(({ id }) => id === renamed.get(variant.id));
    return [merged.find(({ id }) => id === variant.id) ?? variant, ...(heir ? [heir] : [])];
  });
  const added = merged.filter(({ id }) => !there.some((each) => each.id === id));
  return { all: [...there, ...added], leaving: leaving.map(({ id }) => id), renamed };
}

/** Applications get a variant's value, never its id: under a new one they go on as before. An experiment cannot be sent back. */
function withRenamed(environment: EnvironmentBody, renamed: ReadonlyMap<string, string>): EnvironmentBody {
  if (hasExperiment(environment)) return environment;
  return [...renamed].reduce((body, [from, to]) => withRenamedVariant(body, from, to), environment);
}

/** Takes the variants out of every environment where nobody gets them; those that somebody gets are kept, with their uses. */
function retire(
  environments: Readonly<Record<string, EnvironmentBody>>,
  leaving: readonly string[],
): {
  readonly kept: ReadonlyMap<string, readonly string[]>;
  readonly environments: Readonly<Record<string, EnvironmentBody>>;
} {
  const kept = new Map<string, readonly string[]>();
  let left = environments;
  for (const id of leaving) {
    const uses = usesOf(id, left);
    const held = Object.entries(left).filter(([, body]) => hasExperiment(body) && !sameJson(withoutVariant(body, id), body));
    const all = [...uses, ...held.map(([name]) => `${name} (an experiment's share)`)];
    if (all.length > 0) kept.set(id, all);
    else left = Object.fromEntries(Object.entries(left).map(([name, body]) => [name, withoutVariant(body, id)]));
  }
  return { kept, environments: left };
}

function keptVariant(id: string, uses: readonly string[]): string {
  return `The variant "${id}" is kept for now because it is still used: ${uses.join(", ")}. It is removed with its last use in this run; otherwise apply again after that.`;
}

function refuseExperiment(flag: FlagAnswer, environment: string, attempted: string): void {
  if (!hasExperiment(environmentOf(flag, environment))) return;
  throw notSupported(attempted, {
    reason: `environment ${environment} serves an experiment, which Vercel's API returns but does not accept in a write`,
    nextStep: "End the experiment in Vercel's dashboard first, or manage the flag's definition there in the dashboard.",
    subject: "environment",
  });
}

/** What was written and will not be seen, and why. */
function warningsOf(flag: FlagAnswer, batch: Batch, environments: Readonly<Record<string, EnvironmentBody>>): string[] {
  return [...batch.environments].flatMap(([name, wanted]) => {
    const body = getOwn(environments, name);
    if (!body || !changesAudiences(wanted)) return [];
    const { variantId } = body.pausedOutcome;
    const reused = reusedBy(body);
    return [
      ...(!body.active && wanted.killed === undefined
        ? [`${flag.slug} is paused in ${name}: everybody gets "${variantId}" until it is resumed: set killed = false.`]
        : []),
      ...(reused !== "" && wanted.settings.vercel?.reuse === undefined
        ? [
            `${flag.slug} reuses ${reused} in ${name}: the definition of ${name} itself is not served until that ends (vercel = { reuse = "" }).`,
          ]
        : []),
    ];
  });
}

function changesAudiences({ default: byDefault, rules, segments, identities }: Changeset): boolean {
  return byDefault !== undefined || rules !== undefined || segments.puts.size > 0 || identities.puts.size > 0;
}

/** What a batch attempts, on what. */
export function describeBatch(slug: string, { environments }: Batch): string {
  const names = [...environments.keys()];
  if (names.length === 0) return `update flag ${slug}`;
  return `update flag ${slug} in ${names.length === 1 ? "environment" : "environments"} ${names.join(", ")}`;
}
