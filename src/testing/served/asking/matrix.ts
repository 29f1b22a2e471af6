import { evaluate, type EvaluateOptions } from "../../../serving/evaluate";
import type { Person } from "../../../serving/person";
import type { World } from "../../../serving/world/world";
import { answerLines } from "./answer-text";

/** What each flag serves to whom, by environment, then by flag, then by person: plain texts, as snapshots like them. */
export type Matrix = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

export function matrixOf(
  worlds: readonly World[],
  people: Readonly<Record<string, Person>>,
  options: EvaluateOptions,
): Matrix {
  const environments = sorted(worlds.flatMap(({ definitions }) => [...definitions.keys()]));
  return Object.fromEntries(
    environments.map((environment) => {
      const rows = worlds.flatMap((world) => {
        const flags = sorted([...(world.definitions.get(environment)?.keys() ?? [])]);
        return flags.map((flag) => [flag, rowOf(world, environment, flag, people, options)] as const);
      });
      return [environment, Object.fromEntries(rows)];
    }),
  );
}

function rowOf(
  world: World,
  environment: string,
  flag: string,
  people: Readonly<Record<string, Person>>,
  options: EvaluateOptions,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(people).map(([name, person]) => {
      return [name, answerLines(evaluate(world, environment, flag, person, options)).join("; ")];
    }),
  );
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
