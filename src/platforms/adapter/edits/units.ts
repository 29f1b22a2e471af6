import type { DefinitionUnit } from "../../port/definition";

/** Identifies a unit within a run. */
export function unitKey({ project, environment, flag }: DefinitionUnit): string {
  return `${project.id}/${environment.id}/${flag.id}`;
}

/** For people: "flag new-checkout in environment production". */
export function describeUnit({ flag, environment }: Pick<DefinitionUnit, "flag" | "environment">): string {
  return `flag ${flag.name} in environment ${environment.name}`;
}
