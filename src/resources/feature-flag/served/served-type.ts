import type { FlagValueKind } from "../../../platforms/model/flag-value";
import type { RemoteVariant } from "../../../platforms/model/variant";
import type { Definition } from "../../../platforms/port/definition";
import type { Flag } from "../../../platforms/port/flag";
import type { Project } from "../../../platforms/port/named";
import { sweptOrRead } from "../../audience/swept-definition";
import type { Client } from "../../run/client";

/**
 * The type of an imported flag, if the platform does not store it with the flag: derived from what its environments serve.
 * Without it, a flag of strings would be taken for a boolean one, which is the default.
 */
export async function withServed(flag: Flag, project: Project, client: Client): Promise<Flag> {
  if (flag.type !== undefined && flag.variants !== undefined) return flag;
  const definitions = await definitionsOf(flag, project, client);
  const variants = flag.variants ?? variantsOf(definitions);
  const type = flag.type ?? kindOf(flag, variants, definitions);
  return { ...flag, type, ...(variants.length > 0 && type !== "boolean" && { variants }) };
}

async function definitionsOf(flag: Flag, project: Project, client: Client): Promise<Definition[]> {
  const found: Definition[] = [];
  for (const environment of await client.platform.environments.list(project)) {
    const definition = await sweptOrRead({ project, environment, flag }, client);
    if (definition) found.push(definition);
  }
  return found;
}

/** Each by its key, as in the first environment. */
function variantsOf(definitions: readonly Definition[]): RemoteVariant[] {
  const byKey = new Map<string, RemoteVariant>();
  for (const variant of definitions.flatMap((each) => each.variants ?? [])) {
    if (!byKey.has(variant.key)) byKey.set(variant.key, variant);
  }
  return [...byKey.values()];
}

/** Any text is a string, so one string among other values decides. */
function kindOf(flag: Flag, variants: readonly RemoteVariant[], definitions: readonly Definition[]): FlagValueKind {
  if (definitions.some(({ off }) => off?.boolean === true)) return "boolean";
  const audiences = definitions.flatMap((each) => [each, ...each.segmentOverrides, ...(each.rules ?? [])]);
  const served = audiences.map((each) => ("value" in each.served ? each.served.value : null));
  const kinds = [flag.initial.value, ...served, ...variants.map(({ value }) => value)].flatMap((value) => value?.kind ?? []);
  return kinds.includes("string") ? "string" : (kinds[0] ?? "boolean");
}
