import type { HandlerContext } from "../../terraform/resource";
import { importedParts } from "../import/import-id";
import type { Client } from "../run/client";
import type { DefinitionState } from "./environment-definition-attributes";
import { parseDefinitionId } from "./sets/listed-import";
import { noteImported } from "./sets/listed-overrides";

/** By the id of the unit, which may say that only some overrides are managed: the read after it fills in those alone. */
export async function importDefinition(
  id: string,
  { client, private: data }: HandlerContext<Client>,
): Promise<Partial<DefinitionState>> {
  const { unit, overrides, keys } = parseDefinitionId(id);
  const parts = await importedParts(unit, "flagform_environment_definition", client);
  if (overrides !== "listed") return { ...parts, overrides };
  noteImported(keys, data);
  return { ...parts, overrides, segment_overrides: {}, identity_overrides: {} };
}
