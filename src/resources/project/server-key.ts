import { resolveName } from "../../platforms/adapter/lists/names";
import { defineResource } from "../../terraform/resource";
import { reporting } from "../common/platform-diagnostic";
import { identityBy } from "../import/identity";
import { parseImportId } from "../import/import-id";
import { IMPORT_ID_PARTS } from "../import/import-id-parts";
import { namesOnly } from "../import/written-config";
import type { Client } from "../run/client";
import { serverKeyAttributes, storeOf } from "./server-key-attributes";
import { keyEnd } from "./server-key-end";
import { keyPlan } from "./server-key-plan";
import { keyRead } from "./server-key-read";
import { keyWrite } from "./server-key-write";

export const serverKey = defineResource<typeof serverKeyAttributes, Client>({
  type: "flagform_server_key",
  description:
    "A server-side key of an environment (Flagsmith). The state contains the key, as a sensitive value: protect the state like a secret.",
  version: 1,
  attributes: serverKeyAttributes,
  identity: identityBy({ environment_id: "environment_id", server_key_id: "id" }),

  ...keyPlan,
  ...keyRead,
  ...keyWrite,
  ...keyEnd,

  importState(importId, { client }) {
    return reporting({}, async () => {
      const { platform } = client;
      const { project: reference, parts } = await parseImportId(importId, IMPORT_ID_PARTS.flagform_server_key, client);
      const [name = "", key = ""] = parts;
      const attempted = `import server key ${key} of environment ${name}`;
      const project = await platform.project(reference);
      const environment = resolveName(await platform.environments.list(project), name, "environment", attempted);
      const found = resolveName(await storeOf(platform).list(environment), key, "server key", attempted);
      return { name: found.name, project: reference, environment: environment.name, id: found.id };
    });
  },
  writeConfig: (config) => namesOnly(config, ["environment"]),
});
