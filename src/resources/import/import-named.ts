import { resolveName } from "../../platforms/adapter/lists/names";
import type { Directory, Named } from "../../platforms/port/named";
import type { Platform } from "../../platforms/port/platform";
import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";
import { parseImportId } from "./import-id";

/** The object that the import id of a flag, environment or segment leads to. */
interface ImportedName {
  readonly name: string;
  readonly id: string;
  /** Null if the id has none: the provider's project. */
  readonly project: string | null;
}

export async function importNamed(
  id: string,
  client: Client,
  directoryOf: (platform: Platform) => Directory<Named>,
): Promise<ImportedName> {
  const directory = directoryOf(client.platform);
  const {
    project: reference,
    parts: [wanted = ""],
  } = await parseImportId(id, [directory.noun], client);
  return reporting({}, async () => {
    const project = await client.platform.project(reference);
    const found = resolveName(await directory.list(project), wanted, directory.noun, `import ${directory.noun} ${wanted}`);
    return { name: found.name, id: found.id, project: reference };
  });
}
