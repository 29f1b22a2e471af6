import { type AudiencePut, type Changeset, identitiesToRemove, inFull, unlistedIn } from "../../adapter/edits/changeset";
import { audienceOf, requireVariant, serveFor, type VariantChoice } from "../../adapter/edits/variant-audience";
import { unlistedOverrides } from "../../adapter/errors";
import { invalid } from "../../adapter/errors";
import { type Audience, serves } from "../../model/audience";
import type { PlatformError } from "../../port/platform-error";
import type { FlagAnswer, Outcome } from "../api/answers";
import type { EnvironmentBody } from "../api/bodies";
import { type Entity, formatIdentifier, type Identity, parseIdentifier } from "../api/entity";
import { refusal } from "../api/refusal";
import { choiceOf, idOf } from "../flag/variants";
import { fromOutcome, toOutcome } from "./outcome";
import { placedOverrides, putOverride, removeOverride } from "./override-rules";
import { refuseServe } from "./refuse-serve";
import { setRules } from "./targeting-rules";
import { putTarget, removeTarget, targetedIdentities, type Targets } from "./targets";

interface EditContext {
  /** With the variants that it has while the edits are made: all that are there or are to be. */
  readonly flag: Pick<FlagAnswer, "kind" | "variants" | "slug">;
  readonly environment: string;
  readonly identity: Entity;
  /** Ids and names of the project's segments. */
  readonly segments: ReadonlyMap<string, string>;
  readonly attempted: string;
}

/** The environment with the edits applied; everything else of it stays as it is. */
export function editEnvironment(environment: EnvironmentBody, wanted: Changeset, context: EditContext): EnvironmentBody {
  const switched = withSwitches(environment, wanted, context);
  const audiences = new Audiences(switched, context);
  const fallthrough = wanted.default
    ? audiences.outcome(wanted.default, switched.fallthrough, undefined)
    : switched.fallthrough;
  const rules = overridden(ruled(switched.rules, wanted, audiences, context), wanted, fallthrough, audiences, context);
  const targets = targeted(switched.targets, wanted, fallthrough, audiences, context);
  return { ...switched, fallthrough, rules, targets };
}

function withSwitches(environment: EnvironmentBody, wanted: Changeset, context: EditContext): EnvironmentBody {
  const { killed, whenOff, settings } = wanted;
  const reuse = settings.vercel?.reuse;
  if (reuse !== undefined && reuse === context.environment) throw reusesItself(context.attempted);
  if (whenOff !== undefined) requireVariant(whenOff, choiceOf(context.flag, ""), context.attempted);
  const pausedId = whenOff === undefined ? undefined : idOf(context.flag, whenOff);
  return {
    ...environment,
    ...(killed !== undefined && { active: !killed }),
    ...(pausedId !== undefined &&
      pausedId !== environment.pausedOutcome.variantId && { pausedOutcome: { type: "variant", variantId: pausedId } }),
    ...(reuse !== undefined && reuse !== reusedBy(environment) && { reuse: { active: reuse !== "", environment: reuse } }),
  };
}

/** The environment that is served instead; empty: none. */
export function reusesItself(attempted: string): PlatformError {
  return invalid(attempted, {
    reason: "an environment cannot reuse itself",
    nextStep: "Set another environment.",
    attribute: ["vercel", "reuse"],
  });
}

export function reusedBy({ reuse }: EnvironmentBody): string {
  return reuse.active ? reuse.environment : "";
}

/** Between audiences and outcomes, in one environment. */
class Audiences {
  readonly choice: VariantChoice;
  private readonly pausedVariantId: string;

  constructor(
    environment: EnvironmentBody,
    private readonly context: EditContext,
  ) {
    this.pausedVariantId = environment.pausedOutcome.variantId;
    this.choice = choiceOf(context.flag, this.pausedVariantId);
  }

  of(outcome: Outcome): Audience {
    return audienceOf(fromOutcome(outcome, { ...this.context, pausedVariantId: this.pausedVariantId }), this.choice);
  }

  /** `inherited`: what is served to those who have no outcome of their own yet. */
  outcome(put: AudiencePut, current: Outcome | undefined, inherited: Outcome | undefined): Outcome {
    const { attempted } = this.context;
    const base = current ?? inherited;
    // What no longer exists is created again, with everything that the configuration sets.
    const effective = current ? put : inFull(put);
    const serve = serveFor(effective, put.whole, base && this.of(base), this.choice, attempted);
    if (!serve) {
      if (base) return base;
      throw refusal(attempted, "it is not defined what is served", "Set `serve`.", "value");
    }
    const refused = refuseServe(serve);
    if (refused !== undefined) throw refusal(attempted, "Vercel cannot serve it this way", refused, "value");
    if (current && serves(this.of(current).served, serve)) return current;
    return toOutcome(serve, current, { ...this.context, pausedVariantId: this.pausedVariantId });
  }
}

function ruled(
  rules: EnvironmentBody["rules"],
  wanted: Changeset,
  audiences: Audiences,
  context: EditContext,
): EnvironmentBody["rules"] {
  if (!wanted.rules) return rules;
  return setRules(rules, wanted.rules.rules, wanted.rules.unlisted, {
    ...context,
    audience: (outcome) => audiences.of(outcome),
    outcome: ({ enabled, serve }, current) =>
      audiences.outcome({ enabled: enabled ?? true, ...(serve && { serve }) }, current, undefined),
  });
}

function overridden(
  rules: EnvironmentBody["rules"],
  wanted: Changeset,
  fallthrough: Outcome,
  audiences: Audiences,
  context: EditContext,
): EnvironmentBody["rules"] {
  const { puts: wantedPuts, removals, only } = wanted.segments;
  const present = placedOverrides(rules).map(({ segmentId }) => segmentId);
  const unlisted = unlistedIn(only, present);
  if (only?.refuse && unlisted.length > 0) {
    const names = unlisted.map((id) => (context.segments.has(id) ? `"${context.segments.get(id) ?? ""}"` : `id:${id}`));
    throw unlistedOverrides(context.attempted, names, `${context.environment}/${context.flag.slug}`);
  }
  const gone = [...removals, ...unlisted];
  const kept = gone.reduce<EnvironmentBody["rules"]>((left, id) => removeOverride(left, id), rules);
  const puts = [...wantedPuts].map(([segmentId, put]) => {
    const current = placedOverrides(kept).find((each) => each.segmentId === segmentId)?.rule.outcome;
    const outcome = audiences.outcome(put, current, fallthrough);
    return { segmentId, outcome, priority: (current ? put : inFull(put)).priority };
  });
  // Ascending, so that each finds those that it must stand behind.
  const ordered = puts.sort((one, other) => (one.priority ?? Infinity) - (other.priority ?? Infinity) || 0);
  return ordered.reduce<EnvironmentBody["rules"]>((placed, put) => putOverride(placed, put), kept);
}

function targeted(
  targets: Targets,
  wanted: Changeset,
  fallthrough: Outcome,
  audiences: Audiences,
  context: EditContext,
): EnvironmentBody["targets"] {
  const variantIds = context.flag.variants.map(({ id }) => id);
  const present = targetedIdentities(targets, variantIds).flatMap((each) => formatIdentifier(each, context.identity) ?? []);
  const unlisted = identitiesToRemove(wanted.identities.only, present, context.attempted);
  const removed = [...wanted.identities.removals, ...unlisted].reduce(
    (left, identifier) => removeTarget(left, identityOf(identifier, context)),
    targets,
  );
  const result = [...wanted.identities.puts].reduce((left, [identifier, put]) => {
    const identity = identityOf(identifier, context);
    const listed = targetedIdentities(left, variantIds).find(
      ({ kind, attribute, value }) => kind === identity.kind && attribute === identity.attribute && value === identity.value,
    );
    const current = listed && { type: "variant", variantId: listed.variantId };
    const { variantId } = audiences.outcome(put, current, fallthrough);
    if (typeof variantId !== "string") {
      const nextStep = "Serve one variant, or put the identity into a segment and override the flag for that segment.";
      throw refusal(context.attempted, `identity "${identifier}" can only get one variant on Vercel`, nextStep, "identity");
    }
    return putTarget(left, identity, variantId);
  }, removed);
  return { ...result };
}

/** An identity is known by one spelling, so that what is written is found again. */
function identityOf(identifier: string, { identity, attempted }: EditContext): Identity {
  const parsed = parseIdentifier(identifier, identity);
  const spelling = formatIdentifier(parsed, identity);
  if (spelling === identifier) return parsed;
  const nextStep = spelling === undefined ? "Use another attribute." : `Write "${spelling}".`;
  throw refusal(attempted, `the identity is written "${identifier}"`, nextStep, "identity");
}
