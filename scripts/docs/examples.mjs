import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * docs/examples/<type or name>/ has what people write for a page: `resource.tf` and `import.tf` of a resource, `data-source.tf` of a data
 * source, `function.tf` of a function, and `notes.md` or `data-source-notes.md` where there is more to say. docs/examples/provider/ has `provider.tf`.
 */
export function readExamples(folder, definition) {
  const functions = definition.functions.map(({ name }) => name);
  const known = new Set([
    "provider",
    ...functions,
    ...definition.resources.map(typeOf),
    ...definition.dataSources.map(typeOf),
  ]);
  const unknown = readdirSync(folder).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`docs/examples/ is about what the provider does not have: ${unknown.join(", ")}`);

  const needed = [
    "provider/provider.tf",
    ...definition.resources.flatMap(({ type }) => [`${type}/resource.tf`, `${type}/import.tf`]),
    ...definition.dataSources.map(({ type }) => `${type}/data-source.tf`),
    ...functions.map((name) => `${name}/function.tf`),
  ];
  const missing = needed.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0)
    throw new Error(
      `Each resource, data source and function needs an example. Write:\n${missing.map((file) => `  docs/examples/${file}`).join("\n")}`,
    );

  const read = (file) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : undefined);
  return {
    provider: { example: read("provider/provider.tf"), notes: read("provider/notes.md") },
    resource: (type) => ({
      example: read(`${type}/resource.tf`),
      imports: read(`${type}/import.tf`),
      notes: read(`${type}/notes.md`),
    }),
    dataSource: (type) => ({ example: read(`${type}/data-source.tf`), notes: read(`${type}/data-source-notes.md`) }),
    function: (name) => ({ example: read(`${name}/function.tf`), notes: read(`${name}/notes.md`) }),
  };
}

function typeOf({ type }) {
  return type;
}
