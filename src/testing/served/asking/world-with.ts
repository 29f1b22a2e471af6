import type { World } from "../../../serving/world/world";
import { ServedError } from "./mismatch";

/** The world that defines a flag in an environment. Throws, with what there is, where none does or several do. */
export function worldWith(worlds: readonly World[], environment: string, flag: string): World {
  const found = worlds.filter(({ definitions }) => definitions.get(environment)?.has(flag) === true);
  const [only, ...more] = found;
  if (only && more.length === 0) return only;
  const where = `flag ${JSON.stringify(flag)} in ${JSON.stringify(environment)}`;
  if (only)
    throw new ServedError(
      `The stack defines ${where} ${found.length} times, in ${found.map(worldText).join(" and ")}. Say which: served.within(${JSON.stringify(only.project ?? only.provider)}).`,
    );
  const units = worlds.flatMap(({ definitions }) =>
    [...definitions].flatMap(([name, flags]) =>
      [...flags.keys()].map((each) => `${JSON.stringify(each)} in ${JSON.stringify(name)}`),
    ),
  );
  const known = units.length === 0 ? "It defines no flag in any environment." : `It defines ${units.join(", ")}.`;
  throw new ServedError(`The stack does not define ${where}. ${known}`);
}

function worldText({ provider, project }: World): string {
  return project === null ? `the provider ${provider}` : `the project ${JSON.stringify(project)}`;
}
