import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Edit } from "../../platforms/port/edit";
import type { HandlerContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { same } from "../common/known";
import type { Client } from "../run/client";
import { definitionEdits } from "./definition-edits";
import type { DefinitionState, environmentDefinitionAttributes } from "./environment-definition-attributes";
import { dropOwnedElsewhere } from "./plan/definition-claims";
import { identityChanges, identityEdits, NO_IDENTITIES } from "./sets/identity-set";
import { exactOverrideEdits, withSegmentIds } from "./sets/override-set";

/** What is to be sent: edits of the unit, and identities where those are written apart from it. */
export async function batchOf(
  base: DefinitionState | null,
  state: DefinitionState,
  planned: Planned<typeof environmentDefinitionAttributes>,
  unit: DefinitionUnit,
  adopts: boolean,
  context: HandlerContext<Client>,
) {
  const { platform } = context.client;
  const edits: Edit[] = definitionEdits(base, state, platform, adopts);
  let segmentOverrides = state.segment_overrides;
  if (!same(state.segment_overrides, base?.segment_overrides ?? null)) {
    const unlisted = base?.segment_overrides || adopts ? "remove" : "refuse";
    const segments = await platform.segments.list(unit.project);
    segmentOverrides = withSegmentIds(planned.segment_overrides, state.segment_overrides, segments);
    edits.push(...exactOverrideEdits(base, state, segments, unlisted, platform.capabilities));
  }
  const unlisted = adopts ? "remove" : "refuse";
  const { inDefinition } = platform.identityOverrides;
  if (inDefinition && !same(state.identity_overrides, base?.identity_overrides ?? null)) {
    const targeted = identityEdits(base, state, platform.capabilities, unlisted);
    edits.push(...dropOwnedElsewhere(targeted, state, unit, context));
  }
  const identities = inDefinition ? NO_IDENTITIES : await identityChanges(base, state, unit, platform, unlisted);
  return { edits, identities, segmentOverrides };
}
