import { type Changeset, identitiesToRemove, inFull, unlistedIn } from "../../../adapter/edits/changeset";
import { unlistedOverrides } from "../../../adapter/errors";
import type { Outcome } from "../../api/answers";
import type { EnvironmentBody } from "../../api/bodies";
import { formatIdentifier } from "../../api/entity";
import { refusal } from "../../api/refusal";
import { Audiences, type EditContext } from "./audiences";
import { placedOverrides, putOverride, removeOverride } from "./override-rules";
import { withSwitches } from "./switches";
import { setRules } from "./targeting-rules";
import { putTarget, removeTarget, requireIdentity, targetedIdentities, type Targets } from "./targets";

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
  // Ascending, so that the overrides that must come before one are already placed.
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
    (left, identifier) => removeTarget(left, requireIdentity(identifier, context.identity, context.attempted)),
    targets,
  );
  const result = [...wanted.identities.puts].reduce((left, [identifier, put]) => {
    const identity = requireIdentity(identifier, context.identity, context.attempted);
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
