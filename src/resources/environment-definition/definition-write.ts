import { formatImportId } from "../common/import-id";
import type { Edit } from "../../platforms/port/edit";
import type { ResourceDefinition, HandlerContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { forgetRemovals, forcePuts } from "../ownership/claim-plan";
import type { Client } from "../run/client";
import { claimPlaces, dropOwnedElsewhere, dropForcedPuts, writeOwnIdentities } from "./definition-claims";
import type { environmentDefinitionAttributes } from "./environment-definition-attributes";
import { type DefinitionState, PATHS, managedOf } from "./environment-definition-attributes";
import { same, settled } from "../common/known";
import { definitionEdits } from "./definition-edits";
import { identityChanges, identityEdits, NO_IDENTITIES } from "./identity-set";
import { exactOverrideEdits, withSegmentIds } from "./override-set";
import { filledIn } from "../parents/planned-parent";
import { announced } from "../audience/unit-plan";
import { noteWarning } from "../ownership/named-thing";
import { revisionOfState } from "../common/revision";
import { scopedProject } from "../parents/scoped-project";
import { describeUnit, sameUnit, storeIds, unitOfState, unitToWrite } from "../audience/unit";
import { putting, updating } from "../common/updating";
import { definitionRead } from "./definition-read";

export const definitionWrite = {
  create(planned, context) {
    return putting(definitionRead, planned, context, PATHS, () => write(planned, null, context));
  },

  update({ prior, planned }, context) {
    return updating(definitionRead, { prior, planned }, context, PATHS, async () => {
      await scopedProject(prior, context.client);
      return write(planned, prior, context);
    });
  },
} satisfies Partial<ResourceDefinition<typeof environmentDefinitionAttributes, Client>>;

/**
 * Writes what the plan changes against the prior state. Where the unit itself is another (a changed key, a replaced parent),
 * everything owned is written there.
 */
async function write(
  planned: Planned<typeof environmentDefinitionAttributes>,
  prior: DefinitionState | null,
  context: HandlerContext<Client>,
): Promise<DefinitionState> {
  const { platform, defaults } = context.client;
  const wanted = settled(planned);
  const { unit, names } = await unitToWrite(wanted, context, `define ${describeUnit(wanted)}`);
  const parents = filledIn(planned, names);
  const state = { ...wanted, ...parents };
  const old = prior ? await unitOfState(prior, context) : undefined;
  const base = prior && old && sameUnit(old, unit) ? dropForcedPuts(prior, context) : null;
  const adopts = state.adopt_existing ?? defaults.adoptExisting;
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
  claimPlaces(edits, unit, context);
  if (edits.length > 0) {
    const { warnings } = await platform.definitions.write(
      unit,
      forcePuts(edits, context),
      announced(state.project, context.private),
    );
    for (const each of warnings) noteWarning(describeUnit(state), each, context);
  }
  for (const each of await writeOwnIdentities(identities, state, unit, context)) {
    noteWarning(describeUnit(state), each, context);
  }
  forgetRemovals(context);
  storeIds(context.private, unit);
  const revision = state.revision ?? revisionOfState(managedOf(state));
  const id = formatImportId(parents.environment, parents.flag);
  return { ...state, segment_overrides: segmentOverrides, revision, id, scope: unit.project.scope };
}
