import type { Path } from "../terraform/diagnostic";
import type { IdentityOverrideStore } from "../platforms/platform";
import type { PlanContext } from "../terraform/resource";
import { isUnknown, UNKNOWN, type Unknown } from "../terraform/value";
import type { Client } from "./client";
import { formatImportId } from "./import-id";
import { same, whereKnown } from "./known";

/** What the plans of definitions and overrides have in common. */

/** The `id` of a definition or override: its import id, known as soon as its names are. */
export function definitionId(...parts: readonly (string | Unknown)[]): string | Unknown {
  const known = parts.filter((part): part is string => !isUnknown(part));
  return known.length === parts.length ? formatImportId(...known) : UNKNOWN;
}

interface PlannedUnit {
  readonly project: string | Unknown | null;
  readonly environment: string | Unknown;
  readonly flag: string | Unknown;
}

/** Tells the queue that an edit of this unit is coming, where the plan changes something (core applies right after planning). */
export function announce(
  prior: object | null,
  planned: PlannedUnit,
  { client }: PlanContext<Client>,
  store: Pick<IdentityOverrideStore, "announce"> | undefined = client?.platform.definitions,
): void {
  const [project, environment, flag] = [
    whereKnown(planned.project),
    whereKnown(planned.environment),
    whereKnown(planned.flag),
  ];
  if (!client || project === undefined || environment === undefined || flag === undefined) return;
  if (prior === null || !same(prior, planned)) store?.announce?.({ project, environment, flag });
}

/** An attribute that is no longer configured is handed over: nothing is written, and the plan says so. */
export function warnHandedOver<S extends object>(
  prior: S,
  config: object,
  names: readonly (keyof S & string)[],
  context: PlanContext<Client>,
): void {
  const settings = new Map<string, unknown>(Object.entries(config));
  for (const name of names) {
    if (prior[name] === null || settings.get(name) !== null) continue;
    const path: Path = [name];
    context.warn(
      `\`${name}\` is no longer managed`,
      "It stays on the platform as it is; nothing is written. To change it, say what it should be.",
      path,
    );
  }
}
