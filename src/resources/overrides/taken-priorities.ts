import { capitalised } from "../../platforms/adapter/capitalised";
import { describeUnit } from "../../platforms/adapter/edits/units";
import { findById, referenceTo } from "../../platforms/adapter/lists/names";
import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Segment } from "../../platforms/port/segment";
import type { Path } from "../../terraform/diagnostic";
import type { PlanContext } from "../../terraform/resource";
import type { SubjectPaths } from "../common/platform-diagnostic";
import { inUnit, isHadElsewhere } from "../ownership/claim-plan";
import type { ParentReference } from "../parents/known-parents";
import { look } from "../parents/plan-look";
import { type PlannedUnit, unitThatStands } from "../parents/standing-unit";
import type { Client } from "../run/client";
import { prioritiesBeside, type Stated } from "./priorities";

/** A segment override of a plan, by the segment's name or id as far as they are known. */
export interface PlannedPlace extends ParentReference {
  readonly priority: number;
  /** Not the one that it had before. */
  readonly isNew: boolean;
  readonly path: Path;
}

interface Taking {
  readonly unit: PlannedUnit;
  /** The priorities that the resource sets. */
  readonly places: readonly PlannedPlace[];
  /** Its other overrides that stay. */
  readonly own: readonly ParentReference[];
  /** Those that go with the same write. */
  readonly leaving: readonly ParentReference[];
}

/**
 * Where each override of a flag has a priority of its own, one that takes that of another moves it down, and those right behind it. A
 * plan shows nothing of that where the others are not in this configuration: so it warns.
 */
export async function warnOfTakenPriorities(
  taking: Taking,
  paths: SubjectPaths,
  context: PlanContext<Client>,
): Promise<void> {
  if (!context.client?.platform.settlePriorities || !taking.places.some(({ isNew }) => isNew)) return;
  await look(paths, context, async (client) => {
    const unit = await unitThatStands(taking.unit, client);
    if (!unit) return;
    const { definitions, segments } = client.platform;
    const swept = await definitions.sweep(unit);
    const known = await segments.list(unit.project);
    if (swept && movesIn(swept.segmentOverrides, known, taking, context).length === 0) return;
    // A list can be old; and while it is read, more of this configuration is planned.
    const definition = await definitions.read(unit);
    const moves = movesIn(definition?.segmentOverrides ?? [], known, taking, context);
    const there = new Set(definition?.segmentOverrides.map(({ priority }) => priority));
    const takers = taking.places.filter(({ isNew }) => isNew).sort((one, other) => one.priority - other.priority);
    for (const taker of takers) {
      const moved = moves.filter(({ from }) => takers.filter(({ priority }) => priority <= from).at(-1) === taker);
      if (moved.length > 0) warnOf(taker, moved, freeBefore(taker, taking, there), unit, context);
    }
  });
}

interface Move {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Whether another resource of this configuration puts it where it is. */
  readonly isOurs: boolean;
}

interface Standing {
  readonly segmentId: string;
  readonly priority: number;
}

/** What moves and is not planned to. */
function movesIn(
  overrides: readonly Standing[],
  segments: readonly Segment[],
  { unit, places, own, leaving }: Taking,
  context: PlanContext<Client>,
): readonly Move[] {
  const settle = context.client?.platform.settlePriorities;
  if (!settle) return [];
  const gone = new Set(leaving.map((each) => idOf(each, segments)));
  const staying = overrides.filter(({ segmentId }) => !gone.has(segmentId));
  const there = new Map(staying.map(({ segmentId, priority }) => [segmentId, priority]));
  const besides = new Map(
    prioritiesBeside({ kind: "segment override", ...inUnit(unit), item: "", item_id: null }, context).map(
      (stated) => [idOf(referenceIn(stated), segments), stated.priority] as const,
    ),
  );
  // Only what is written keeps its place: a resource that does not change is not asked.
  const written = [...besides].filter(([id, priority]) => there.get(id) !== priority);
  const kept = places.flatMap((place) => (place.isNew ? [] : [[idOf(place, segments), place.priority] as const]));
  const given = places.map((place) => [idOf(place, segments), place.priority] as const);
  const before = settle(there, new Map([...written, ...kept]));
  const after = settle(there, new Map([...written, ...given]));
  const ownIds = new Set([...places, ...own].map((each) => idOf(each, segments)));
  return staying.flatMap(({ segmentId, priority: from }) => {
    const to = after.get(segmentId) ?? from;
    if (to === from || to === before.get(segmentId) || ownIds.has(segmentId)) return [];
    const segment = findById(segments, segmentId);
    const thing = { kind: "segment override", ...inUnit(unit), item: segment?.name ?? null, item_id: segmentId } as const;
    const isOurs = besides.get(segmentId) === from;
    if (!isOurs && isHadElsewhere(thing, context)) return [];
    return [{ name: segment ? referenceTo(segments, segment) : `id:${segmentId}`, from, to, isOurs }];
  });
}

function referenceIn({ override: { item, item_id } }: Stated): ParentReference {
  return { name: item, id: item_id };
}

/** The segment's id; of one that is only made in this run, its name. */
function idOf({ name, id }: ParentReference, segments: readonly Segment[]): string {
  if (id !== null) return id;
  const wanted = name?.toLowerCase() ?? "";
  const found = segments.find((each) => each.name.toLowerCase() === wanted || `id:${each.id}` === wanted);
  return found?.id ?? `named ${wanted}`;
}

/** The next smaller priority that nobody has. */
function freeBefore({ priority }: PlannedPlace, { places }: Taking, there: ReadonlySet<number>): number | undefined {
  for (let free = priority - 1; free >= 0; free--) {
    if (!there.has(free) && !places.some((each) => each.priority === free)) return free;
  }
  return undefined;
}

function warnOf(
  { name, id, priority, path }: PlannedPlace,
  moved: readonly Move[],
  free: number | undefined,
  unit: DefinitionUnit,
  context: PlanContext<Client>,
): void {
  const title = context.client?.platform.title ?? "";
  const shown = moved.map((each) => `segment ${each.name} from ${String(each.from)} to ${String(each.to)}`).join(", ");
  const ours = moved.filter(({ isOurs }) => isOurs).map((each) => each.name);
  const back =
    ours.length === 0
      ? ""
      : ` Another resource of this configuration sets that of ${ours.join(", ")}: apply again to set it.`;
  const another = free === undefined ? "choose another one here" : `choose another one here, such as ${String(free)}`;
  context.warn(
    "An override of others moves down",
    `${capitalised(describeUnit(unit))}: the override for segment ${name ?? `id:${id ?? ""}`} is given priority ${String(priority)}. On ${title}, no two overrides have the same, so others move down: ${shown}.${back} If another configuration sets one of these priorities, ${another}: otherwise the two move each other with each apply.`,
    path,
  );
}
