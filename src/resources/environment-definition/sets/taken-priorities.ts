import { getOwn } from "../../../get-own";
import { describeUnit } from "../../../platforms/adapter/edits/units";
import { findById } from "../../../platforms/adapter/lists/names";
import type { DefinitionUnit, SegmentOverride } from "../../../platforms/port/definition";
import type { PlanContext } from "../../../terraform/resource";
import type { Planned } from "../../../terraform/schema";
import { isUnknown } from "../../../terraform/value";
import { capitalised } from "../../common/capitalised";
import { whereKnown } from "../../common/known";
import { inUnit, isClaimedElsewhere } from "../../ownership/claim-plan";
import { look } from "../../parents/plan-look";
import type { Client } from "../../run/client";
import { type DefinitionState, type environmentDefinitionAttributes, PATHS } from "../environment-definition-attributes";
import { isListed, ownedOf } from "./listed-overrides";
import { unitThatStands } from "./standing-unit";

type PlannedDefinition = Planned<typeof environmentDefinitionAttributes>;

/**
 * Next to a definition that lists its overrides, others' keep their priorities. Only where each override has one of its own, and this
 * definition takes that of another's, that one moves down: the plan says so.
 */
export function warnOfTakenPriorities(
  prior: DefinitionState | null,
  planned: PlannedDefinition,
  context: PlanContext<Client>,
): Promise<void> {
  const taken = isListed(planned) ? newPriorities(prior, planned) : new Map<number, string>();
  if (taken.size === 0 || context.client?.platform.uniquePriorities !== true) return Promise.resolve();
  return look(PATHS, context, async (client) => {
    const unit = await unitThatStands(planned, client);
    if (!unit) return;
    const { definitions, title } = client.platform;
    const definition = (await definitions.sweep(unit)) ?? (await definitions.read(unit));
    const inTheWay = definition?.segmentOverrides.filter(({ priority }) => taken.has(priority)) ?? [];
    for (const { name, priority } of await ofOthers(inTheWay, { prior, planned, unit }, context, client)) {
      const taker = taken.get(priority) ?? "";
      context.warn(
        "An override of others moves down",
        `${capitalised(describeUnit(unit))}: segment ${name} has priority ${String(priority)}, which is given to segment ${taker} here. Each override on ${title} has a priority of its own, so segment ${name} moves to the next one, and those right behind it too. If another configuration sets its priority, choose another one here: otherwise the two move each other with each apply.`,
        ["segment_overrides", taker, "priority"],
      );
    }
  });
}

/** Priorities that the plan gives, by the segment that gets each. */
function newPriorities(prior: DefinitionState | null, planned: PlannedDefinition): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [name, override] of Object.entries(whereKnown(planned.segment_overrides) ?? {})) {
    if (isUnknown(override) || typeof override.priority !== "number") continue;
    const before = getOwn(prior?.segment_overrides ?? null, name)?.priority;
    if (override.priority !== before) found.set(override.priority, name);
  }
  return found;
}

interface Writing {
  readonly prior: DefinitionState | null;
  readonly planned: PlannedDefinition;
  readonly unit: DefinitionUnit;
}

/** Neither in this definition, now or before, nor set by another resource that this run has planned. */
async function ofOthers(
  overrides: readonly SegmentOverride[],
  { prior, planned, unit }: Writing,
  context: PlanContext<Client>,
  { platform }: Client,
): Promise<readonly { readonly name: string; readonly priority: number }[]> {
  if (overrides.length === 0) return [];
  const segments = await platform.segments.list(unit.project);
  const own = [prior && ownedOf(prior, context.private).segment_overrides, whereKnown(planned.segment_overrides)].flatMap(
    (set) => Object.entries(set ?? {}),
  );
  return overrides.flatMap(({ segmentId, priority }) => {
    const name = findById(segments, segmentId)?.name ?? `id:${segmentId}`;
    const isOwn = own.some(([key, each]) => {
      const id = isUnknown(each) ? null : each.segment_id;
      return typeof id === "string" ? id === segmentId : key === name || key === `id:${segmentId}`;
    });
    const thing = { kind: "segment override", ...inUnit(planned), item: name, item_id: segmentId } as const;
    return isOwn || isClaimedElsewhere(thing, context) ? [] : [{ name, priority }];
  });
}
