import { unlistedOverrides } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import type { FlagsmithContext } from "../run/context";
import { applyTo, type FlagState, inFullWhereGone, unlisted, type Wanted } from "../state/definition";
import type { UnitMemory } from "../state/unit-memory";
import { describeWrite } from "./write-strategy";

interface WriteTarget {
  /** As it was read. */
  readonly state: FlagState;
  readonly wanted: Wanted;
  readonly target: FlagState;
}

/** What a batch makes of a flag that was just read. */
export async function targetOf(
  context: Pick<FlagsmithContext, "client">,
  unit: DefinitionUnit,
  state: FlagState,
  asked: Wanted,
  { pinned }: UnitMemory,
): Promise<WriteTarget> {
  const wanted = inFullWhereGone(state, asked);
  await refuseUnlisted(context, unit, state, wanted);
  return { state, wanted, target: applyTo(state, wanted, pinned) };
}

/** An exact set that may not remove others' overrides fails before the first write, and names them. */
async function refuseUnlisted(
  { client }: Pick<FlagsmithContext, "client">,
  unit: DefinitionUnit,
  state: FlagState,
  wanted: Wanted,
): Promise<void> {
  const extra = unlisted(state, wanted);
  if (extra.length === 0 || !wanted.only?.refuse) return;
  const segments = await client.segments(unit.project.id);
  const names = extra.map((segmentId) => {
    const name = segments.find(({ id }) => String(id) === segmentId)?.name;
    return name === undefined ? `id:${segmentId}` : `"${name}"`;
  });
  throw unlistedOverrides(describeWrite(unit), names, `${unit.environment.name}/${unit.flag.name}`);
}
