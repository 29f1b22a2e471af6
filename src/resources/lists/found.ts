import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Named, Project } from "../../platforms/port/named";

/** An object that a list shows. */
export interface Found {
  readonly kind: "found";
  /** As people search it: `new-checkout`, `production/new-checkout`, `production/new-checkout/beta`. */
  readonly displayName: string;
  /** The attributes that its identity consists of, with its scope. */
  readonly ids: Readonly<Record<string, string>>;
}

/** A flag, an environment or a segment. */
export function foundIn({ scope }: Project, { id, name }: Named): Found {
  return { kind: "found", displayName: name, ids: { id, scope } };
}

/** A definition, or an override in it. */
export function foundAt(unit: DefinitionUnit, audience?: { readonly ids: Found["ids"]; readonly name: string }): Found {
  const { project, environment, flag } = unit;
  const ids = { environment_id: environment.id, flag_id: flag.id, ...audience?.ids, scope: project.scope };
  return { kind: "found", displayName: nameOf(unit, audience?.name), ids };
}

export function nameOf({ environment, flag }: DefinitionUnit, audience?: string): string {
  return [environment.name, flag.name, ...(audience === undefined ? [] : [audience])].join("/");
}
