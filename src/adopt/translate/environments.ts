import type { Move } from "./move";
import type { MovedProject } from "./project/project";

/** Environments of the source by those of the target. Undefined `fixed`: the target may have any. */
export function environmentsOf(
  names: readonly string[],
  renames: ReadonlyMap<string, string>,
  fixed: readonly string[] | undefined,
): ReadonlyMap<string, string> {
  const pairs = names.map((name) => [name, renames.get(name) ?? name] as const);
  return new Map(pairs.filter(([, to]) => fixed === undefined || fixed.includes(to)));
}

/** Without what is defined in environments that the other platform does not have. */
export function withKnownEnvironments(project: MovedProject, { to, environments, losses }: Move): MovedProject {
  const isKnown = (name: string): boolean => {
    const wanted = environments.get(name);
    if (wanted === undefined) {
      losses.lose(
        `environment ${name}`,
        `${to.title} has no environment of this name here: --for-environment ${quotedForShell(name)}=NAME says which one takes its flags.`,
      );
      return false;
    }
    const why = to.refuseName?.("environment", wanted);
    if (why !== undefined)
      losses.lose(
        `environment ${name}`,
        `${to.title} does not accept the name: ${why}. --for-environment ${quotedForShell(name)}=NAME gives another.`,
      );
    return why === undefined;
  };
  const known = new Map<string, boolean>();
  const isLeft = (name: string): boolean => {
    const found = known.get(name) ?? isKnown(name);
    known.set(name, found);
    return found;
  };
  return {
    ...project,
    flags: project.flags.map((flag) => ({ ...flag, units: flag.units.filter(({ environment }) => isLeft(environment)) })),
  };
}

function quotedForShell(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
