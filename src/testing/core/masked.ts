import type { ResourceConfiguration } from "../stack/configuration";
import { isSensitive } from "../stack/sensitivity";
import type { Phase } from "./phase";

/** The attributes that a printed plan must not show although the resource's own schema would allow it. */
export async function maskedAttributes(phase: Phase, resource: ResourceConfiguration): Promise<string[]> {
  const { configuration, dependencies } = phase;
  const secret = new Set<string>();
  for (const id of dependencies.ofExpressions([...resource.body.values()], resource.id)) {
    const other = configuration.resources.get(id);
    const find = other?.mode === "data" ? "dataSchema" : "resourceSchema";
    const attributes = other ? (await phase[find](other.provider, other.type, id)).attributes : {};
    for (const [name, { sensitive }] of Object.entries(attributes)) if (sensitive) secret.add(`${id}.${name}`);
  }
  const isSecret = (id: string, name: string): boolean => secret.has(`${id}.${name}`);
  return [...resource.body].flatMap(([name, expression]) =>
    isSensitive(expression, configuration, isSecret) ? [name] : [],
  );
}
