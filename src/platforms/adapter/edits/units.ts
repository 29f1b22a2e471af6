import type { DefinitionUnit } from "../../port/definition";

/** What tells units apart within a run. */
export function unitKey({ project, environment, flag }: DefinitionUnit): string {
  return `${project.id}/${environment.id}/${flag.id}`;
}

/** For people: "flag new-checkout in environment production". */
export function describeUnit({ flag, environment }: Pick<DefinitionUnit, "flag" | "environment">): string {
  return `flag ${flag.name} in environment ${environment.name}`;
}
