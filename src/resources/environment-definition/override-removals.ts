import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Edit } from "../../platforms/port/edit";
import type { HandlerContext } from "../../terraform/resource";
import { mustRemoveOld, sameUnit, tolerateArchived } from "../audience/unit";
import type { Client } from "../run/client";
import { describeUnit } from "../run/unit-names";
import type { DefinitionState } from "./environment-definition-attributes";
import { dropOwnedElsewhere, writeOwnIdentities } from "./plan/definition-claims";
import { type IdentityChanges, identityRemovals, NO_IDENTITIES } from "./sets/identity-set";
import { isListed, ownedOf } from "./sets/listed-overrides";
import { overrideRemovals } from "./sets/override-set";

/** What removes the overrides of a definition from its unit: edits, and identities where those are written apart from it. */
export async function removalsOf(
  prior: DefinitionState,
  unit: DefinitionUnit,
  context: HandlerContext<Client>,
): Promise<{ readonly edits: Edit[]; readonly identities: IdentityChanges }> {
  const { platform } = context.client;
  const { segment_overrides: segments, identity_overrides: identities } = ownedOf(prior, context.private);
  const removed = overrideRemovals(segments, await platform.segments.list(unit.project), isListed(prior));
  const { inDefinition } = platform.identityOverrides;
  const targeted = inDefinition ? identityRemovals(identities) : [];
  return {
    edits: dropOwnedElsewhere([...removed, ...targeted], prior, unit, context),
    identities: inDefinition ? NO_IDENTITIES : { puts: [], removals: Object.keys(identities ?? {}) },
  };
}

/** If a definition moves to another unit, the overrides that it listed leave the old one, as those with a resource of their own do. */
export async function leaveUnit(
  prior: DefinitionState,
  old: DefinitionUnit,
  unit: DefinitionUnit,
  context: HandlerContext<Client>,
): Promise<void> {
  const { platform } = context.client;
  if (!isListed(prior) || sameUnit(old, unit) || !mustRemoveOld(old, unit, platform)) return;
  const { edits, identities } = await removalsOf(prior, old, context);
  const what = `What ${describeUnit(prior)} serves`;
  if (edits.length > 0) await tolerateArchived(what, context, () => platform.definitions.write(old, edits));
  await tolerateArchived(what, context, () => writeOwnIdentities(identities, prior, old, context));
}
