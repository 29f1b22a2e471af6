import type { Directory, Named, Project } from "../../platforms/port/named";
import type { ListContext } from "../../terraform/list-resource";
import { optional, t } from "../../terraform/schema";
import { NON_EMPTY } from "../common/checks";
import { projectAttribute } from "../common/common-attributes";
import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";

/** What the lists of flags, environments and segments can be filtered by. */
export const namedFilters = {
  project: projectAttribute,
  name_pattern: optional(t.string, "Only those whose whole name matches: `*` stands for any text, as in `checkout-*`.", {
    check: NON_EMPTY,
  }),
} as const;

interface NamedFilters {
  readonly project: string | null;
  readonly name_pattern: string | null;
}

/** The project, and what it has of one kind, by name. */
export function named<T extends Named>(
  { project: reference, name_pattern: pattern }: NamedFilters,
  { client }: ListContext<Client>,
  directory: Directory<T>,
): Promise<{ readonly project: Project; readonly all: readonly T[]; readonly things: readonly T[] }> {
  return reporting({ project: ["project"] }, async () => {
    const project = await client.platform.project(reference);
    const all = await directory.list(project);
    return { project, all, things: byName(pattern === null ? all : all.filter(({ name }) => matches(pattern, name))) };
  });
}

export function byName<T extends Named>(things: readonly T[]): readonly T[] {
  return [...things].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

/** Each part between two `*` at its first place after the one before: no pattern takes long. */
export function matches(pattern: string, name: string): boolean {
  const [start = "", ...rest] = pattern.split("*");
  const end = rest.pop();
  if (end === undefined) return name === start;
  if (!name.startsWith(start)) return false;
  let at = start.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - end.length >= at && name.endsWith(end);
}
