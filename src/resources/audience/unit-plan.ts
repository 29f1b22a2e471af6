import type { AnnouncedUnit } from "../../platforms/port/definition";
import type { IdentityOverrideStore } from "../../platforms/port/identity/identity-override";
import type { Path } from "../../terraform/diagnostic";
import type { PlanContext, PrivateData } from "../../terraform/resource";
import { UNKNOWN, type Unknown } from "../../terraform/value";
import { handedOver } from "../common/handed-over";
import { same, whereKnown } from "../common/known";
import { formatImportId } from "../import/import-id";
import type { Client } from "../run/client";
import type { UnitNames } from "../run/unit-names";

/** The common part of the plans of definitions and overrides. */

/** The `id` of a definition or override: its import id, known as soon as its names are. */
export function definitionId(...parts: readonly (string | Unknown | null)[]): string | Unknown {
  const known = parts.filter((part): part is string => typeof part === "string");
  return known.length === parts.length ? formatImportId(...known) : UNKNOWN;
}

type PlannedUnit = { readonly [K in keyof UnitNames]: string | Unknown | null };

const ANNOUNCED = "announced";

/** Announces an edit of this unit to the queue, if the plan changes something (core applies right after planning). */
export function announce(
  prior: object | null,
  planned: PlannedUnit,
  { client, private: data }: PlanContext<Client>,
  store: Pick<IdentityOverrideStore, "announce"> | undefined = client?.platform.definitions,
): void {
  const project = whereKnown(planned.project);
  data.set(ANNOUNCED, undefined);
  if (!client || project === undefined || (prior !== null && same(prior, planned))) return;
  const refer = (noun: "environment" | "flag"): string =>
    client.parents.refer(noun, project, {
      name: whereKnown(planned[noun]) ?? null,
      id: whereKnown(planned[`${noun}_id`]) ?? null,
    });
  const [environment, flag] = [refer("environment"), refer("flag")];
  if (environment === "" || flag === "") return;
  data.set(ANNOUNCED, [environment, flag]);
  store?.announce?.({ project, environment, flag });
}

/**
 * The names with which the plan of this edit announced it: the plan may have known less about its parents than is known now.
 */
export function announced(project: string | null, data: PrivateData): AnnouncedUnit | undefined {
  const stored = data.get(ANNOUNCED);
  data.set(ANNOUNCED, undefined);
  if (!Array.isArray(stored)) return undefined;
  const [environment, flag] = stored as readonly unknown[];
  return typeof environment === "string" && typeof flag === "string" ? { project, environment, flag } : undefined;
}

/** An attribute that is no longer configured is handed over: nothing is written, and the plan shows a warning. */
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
    context.warn(`\`${name}\` is no longer managed`, handedOver(name), path);
  }
}
