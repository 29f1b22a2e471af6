import type { DefinitionUnit } from "../../platforms/port/definition";
import type { HandlerContext } from "../../terraform/resource";
import { announced } from "../audience/unit-plan";
import { forcePuts } from "../ownership/claim-plan";
import { noteWarning } from "../ownership/named-thing";
import type { Client } from "../run/client";
import { describeUnit } from "../run/unit-names";
import type { batchOf } from "./definition-batch";
import type { DefinitionState } from "./environment-definition-attributes";
import { claimPlaces, writeOwnIdentities } from "./plan/definition-claims";

type Batch = Pick<Awaited<ReturnType<typeof batchOf>>, "edits" | "identities">;

/** Sends it: the edits of the unit together, then the identities that are written apart from them. */
export async function sendBatch(
  { edits, identities }: Batch,
  state: DefinitionState,
  unit: DefinitionUnit,
  context: HandlerContext<Client>,
): Promise<void> {
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
}
