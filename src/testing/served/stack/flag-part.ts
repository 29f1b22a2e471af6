import { asRecord, type StackFile } from "./synthesized";

/**
 * The part of a stack that is about flags: what other providers make is left out, and so are outputs, commands and where the state is
 * kept. A flag that refers to something that is left out fails when it is planned.
 */
export function flagPart(file: StackFile): StackFile {
  const { resource, data, provider, terraform, variable, locals, moved, removed } = file;
  const isOurs = (type: string): boolean => type.startsWith("flagform_") || type === "terraform_data";
  const kept = (block: unknown): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(asRecord(block))
        .filter(([type]) => isOurs(type))
        .map(([type, bodies]) => [type, Object.fromEntries(Object.entries(asRecord(bodies)).map(withoutForeign))]),
    );
  const { flagform } = asRecord(asRecord(terraform)["required_providers"]);
  return {
    resource: kept(resource),
    data: kept(data),
    provider: { flagform: asRecord(provider)["flagform"] },
    ...(flagform !== undefined && { terraform: { required_providers: { flagform } } }),
    ...(variable !== undefined && { variable }),
    ...(locals !== undefined && { locals }),
    ...(moved !== undefined && { moved }),
    ...(removed !== undefined && { removed }),
  };
}

/** No command runs in a test, and nothing waits for what is left out. */
function withoutForeign([name, body]: readonly [string, unknown]): readonly [string, unknown] {
  const { provisioner: _commands, connection: _connection, depends_on: after, ...rest } = asRecord(body);
  if (!Array.isArray(after)) return [name, rest];
  const ours = after.filter((each) => /^(?:data\.)?(?:flagform_|terraform_data\.)/.test(String(each)));
  return [name, ours.length === 0 ? rest : { ...rest, depends_on: ours }];
}
