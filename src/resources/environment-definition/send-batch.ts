import type { HandlerContext } from "../../terraform/resource";
import { announced } from "../audience/unit-plan";
import { forcePuts } from "../ownership/claim-plan";
import { noteWarning } from "../ownership/named-thing";
import type { Client } from "../run/client";
import { describeUnit } from "../run/unit-names";
import { batchOf, type Writing } from "./definition-batch";
import type { DefinitionState } from "./environment-definition-attributes";
import { claimPlaces, writeOwnIdentities } from "./plan/definition-claims";

/**
 * Sends what is to be written: the edits of the unit together, then the identities that are written apart from them. Returns the segment
 * overrides of the new state.
 */
export async function sendBatch(
  writing: Writing,
  context: HandlerContext<Client>,
): Promise<DefinitionState["segment_overrides"]> {
  const { state, unit } = writing;
  const { edits, identities, segmentOverrides } = await batchOf(writing, context);
  const { definitions } = context.client.platform;
  claimPlaces(edits, unit, context);
  if (edits.length > 0) {
    const announcedAs = announced(state.project, context.private);
    const { warnings } = await definitions.write(unit, forcePuts(edits, context), announcedAs);
    for (const each of warnings) noteWarning(describeUnit(state), each, context);
  }
  for (const each of await writeOwnIdentities(identities, state, unit, context)) {
    noteWarning(describeUnit(state), each, context);
  }
  return segmentOverrides;
}
