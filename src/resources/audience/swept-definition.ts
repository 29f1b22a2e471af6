import type { Definition, DefinitionUnit } from "../../platforms/port/definition";
import type { Client } from "../run/client";

/**
 * As a refresh sweeps it, and exactly where the sweep lacks it. Where the lists are trusted, what they lack is not there.
 */
export async function sweptOrRead(
  unit: DefinitionUnit,
  { platform: { definitions }, trustsLists }: Pick<Client, "platform" | "trustsLists">,
): Promise<Definition | undefined> {
  const swept = await definitions.sweep(unit);
  if (swept) return swept;
  return trustsLists && !(await definitions.listed(unit)) ? undefined : definitions.read(unit);
}
