import { DATA_SOURCES } from "../../src/resources/provider/data-sources";
import { providerAttributes } from "../../src/resources/provider/provider-attributes";
import { RESOURCES } from "../../src/resources/provider/resources";
import { serve } from "../../src/terraform/serve";
import { isUnknown } from "../../src/terraform/value";

/** The provider's schemas, with handlers that give back what they get; `idle.mjs` bundles it. */

/** What a platform would have filled in: all of it is text. */
function filled(value) {
  if (isUnknown(value)) return "1";
  if (Array.isArray(value)) return value.map(filled);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner)]));
}

function idle({ type, description, version, attributes }) {
  return {
    ...{ type, description, version, attributes },
    create: async (planned) => filled(planned),
    read: async (state) => state,
    update: async ({ planned }) => filled(planned),
    delete: async () => undefined,
    importState: async () => ({}),
  };
}

void serve({
  name: "flagform",
  version: "0.0.1",
  description: "Does nothing.",
  attributes: providerAttributes,
  resources: RESOURCES.map(idle),
  dataSources: DATA_SOURCES.map((source) => ({
    ...source,
    validate: undefined,
    read: async (config) => ({ ...config, id: "1" }),
  })),
  configure: async () => null,
});
