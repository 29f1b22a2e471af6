import { referenceTo } from "../../platforms/adapter/lists/names";
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

/** A flag, an environment or a segment among all that there are. */
export function foundIn({ scope }: Project, thing: Named, all: readonly Named[]): Found {
  return { kind: "found", displayName: shownName(thing, all), ids: { id: thing.id, scope } };
}

/** What people see of a thing: with its id if another has the same name. */
export function shownName(thing: Named, all: readonly Named[]): string {
  const reference = referenceTo(all, thing);
  return reference === thing.name ? thing.name : `${thing.name} (${reference})`;
}

/** A unit with the names by which a list shows it. */
export interface ShownUnit extends DefinitionUnit {
  readonly shown: { readonly environment: string; readonly flag: string };
}

/** A definition, or an override in it. */
export function foundAt(unit: ShownUnit, audience?: { readonly ids: Found["ids"]; readonly name: string }): Found {
  const { project, environment, flag } = unit;
  const ids = { environment_id: environment.id, flag_id: flag.id, ...audience?.ids, scope: project.scope };
  return { kind: "found", displayName: nameOf(unit, audience?.name), ids };
}

export function nameOf({ shown: { environment, flag } }: ShownUnit, audience?: string): string {
  return [environment, flag, ...(audience === undefined ? [] : [audience])].join("/");
}
