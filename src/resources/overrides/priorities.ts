import { type Diagnostic, DiagnosticError, error, type Path } from "../../terraform/diagnostic";
import type { PlanContext } from "../../terraform/resource";
import { isUnknown, type Unknown } from "../../terraform/value";
import { knownThing, type Planned } from "../ownership/claim-plan";
import { ownerOf } from "../run/claims";
import type { Client } from "../run/client";
import { keyOf, type Thing } from "../run/thing";

/** Which override of a flag in an environment has which priority: if two have the same, the winner is random. */

type Override = Extract<Thing, { readonly kind: "segment override" }>;

export interface Stated {
  readonly override: Override;
  readonly priority: number;
}

/**
 * The priorities in the plans of this run, by resource. Only planned ones count, not what existed before: two overrides that
 * swap their priorities are no conflict, whichever is planned first.
 */
class Priorities {
  readonly #stated = new Map<string, readonly Stated[]>();
  #byPlace = new Map<string, Stated[]>();
  #found = -1;

  /** Returns another override with the same planned priority. */
  state(owner: string, all: readonly Stated[], { parents }: Client): readonly [Stated, Stated] | undefined {
    const isNew = !this.#stated.has(owner);
    this.#stated.set(owner, all);
    if (!isNew || this.#found !== parents.found.length) this.#index(parents);
    else for (const each of all) this.#add(each, parents);
    for (const each of all) {
      const own = keyOf(each.override, parents);
      const other = this.#byPlace.get(placeOf(each, parents))?.find(({ override }) => keyOf(override, parents) !== own);
      if (other) return [each, other];
    }
    return undefined;
  }

  /** Those that other resources plan for the unit. */
  besides(owner: string, unit: Override, { parents }: Client): readonly Stated[] {
    const key = unitOf(unit, parents);
    const others = [...this.#stated].filter(([other]) => other !== owner);
    return others.flatMap(([, all]) => all.filter(({ override }) => unitOf(override, parents) === key));
  }

  /** Computed again: the ids may have become known since. */
  #index(parents: Client["parents"]): void {
    this.#found = parents.found.length;
    this.#byPlace = new Map();
    for (const each of [...this.#stated.values()].flat()) this.#add(each, parents);
  }

  #add(stated: Stated, parents: Client["parents"]): void {
    const place = placeOf(stated, parents);
    const there = this.#byPlace.get(place);
    if (there) there.push(stated);
    else this.#byPlace.set(place, [stated]);
  }
}

function placeOf({ override, priority }: Stated, parents: Client["parents"]): string {
  return `${unitOf(override, parents)}#${String(priority)}`;
}

function unitOf({ item: _, item_id: __, ...unit }: Override, parents: Client["parents"]): string {
  return keyOf({ ...unit, kind: "definition" }, parents);
}

const known = new WeakMap<Client, Priorities>();

/**
 * Refuses a priority that is planned for another override of the unit. A priority that is not set, or not known yet, is not
 * checked.
 */
export function claimPriorities(
  overrides: readonly (Planned & { readonly priority: unknown; readonly path: Path })[],
  context: PlanContext<Client>,
): void {
  const { client, private: data } = context;
  if (!client) return;
  const priorities = known.get(client) ?? new Priorities();
  known.set(client, priorities);
  const all = overrides.flatMap(({ priority, path, ...planned }) => {
    const override = knownThing(planned);
    return typeof priority === "number" && override?.kind === "segment override" ? [{ override, priority, path }] : [];
  });
  const tie = priorities.state(ownerOf(data), all, client);
  if (!tie) return;
  const [own, other] = tie;
  const path = all.find(({ override }) => override === own.override)?.path;
  throw new DiagnosticError(
    samePriority([own.override, other.override].map(segmentOf), own.priority, path ?? [], own.override),
  );
}

/** The priorities that other resources plan for overrides of the same flag there, so far. */
export function prioritiesBeside(override: Planned, { client, private: data }: PlanContext<Client>): readonly Stated[] {
  const thing = knownThing(override);
  if (!client || thing?.kind !== "segment override") return [];
  return known.get(client)?.besides(ownerOf(data), thing, client) ?? [];
}

/** Inside one exact set it is known without a plan. */
export function validatePriorities(
  overrides: Readonly<Record<string, { readonly priority: number | Unknown | null } | Unknown>>,
  path: Path,
): Diagnostic[] {
  const seen = new Map<number, string>();
  return Object.entries(overrides).flatMap(([name, override]) => {
    if (isUnknown(override) || override.priority === null || isUnknown(override.priority)) return [];
    const other = seen.get(override.priority);
    if (other === undefined) {
      seen.set(override.priority, name);
      return [];
    }
    return [samePriority([other, name], override.priority, [...path, name, "priority"])];
  });
}

function samePriority(segments: readonly string[], priority: number, path: Path, unit?: Override): Diagnostic {
  const where = unit
    ? ` of flag ${unit.flag ?? `id:${unit.flag_id ?? ""}`} in environment ${unit.environment ?? `id:${unit.environment_id ?? ""}`}`
    : "";
  return error(
    `Two overrides have priority ${String(priority)}`,
    `The overrides${where} for the segments ${segments.map((name) => `"${name}"`).join(" and ")} both have it, and an identity in both segments could get either. Give each override its own priority: the lower one wins.`,
    path,
  );
}

function segmentOf({ item, item_id: id }: Override): string {
  return item ?? `id:${id ?? ""}`;
}
