import { findById } from "../../../platforms/adapter/lists/names";
import { OFF, ON } from "../../../platforms/model/variant";
import { scopedProject } from "../../parents/scoped-project";
import type { Client, FlagFacts } from "../../run/client";
import { withServed } from "./served-type";

interface OfFlag {
  readonly project: string | null;
  readonly scope: string | null;
  readonly flag_id: string | null;
}

/** What the plan of the flag will know once it is imported too. Undefined: nothing to hold a definition or override to. */
export async function importedFacts(state: OfFlag, client: Client): Promise<FlagFacts | undefined> {
  const project = await scopedProject(state, client);
  const flag = findById(await client.platform.flags.list(project), state.flag_id);
  if (!flag) return undefined;
  const { type, variants } = await withServed(flag, project, client, { warn: () => undefined });
  if (type === undefined) return undefined;
  if (type === "boolean") return { type, ...(client.platform.capabilities.booleanSplits.can && { variants: [ON, OFF] }) };
  return {
    type,
    ...(variants && { variants: variants.map(({ key }) => key), values: variants.map(({ value }) => value) }),
  };
}
