import { unlistedOverrides } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import type { FlagsmithContext } from "../run/context";
import { type FlagState, unlisted, type Wanted } from "../state/definition";
import { describeWrite } from "./write-strategy";

/** An exact set that may not remove others' overrides fails before the first write, and names them. */
export async function refuseUnlisted(
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
