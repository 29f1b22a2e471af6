import { getOwn } from "../../../get-own";
import type { PlanContext } from "../../../terraform/resource";
import type { Planned } from "../../../terraform/schema";
import { isUnknown } from "../../../terraform/value";
import { whereKnown } from "../../common/known";
import type { warnOfTakenPriorities } from "../../overrides/taken-priorities";
import type { ParentReference } from "../../parents/known-parents";
import type { Client } from "../../run/client";
import type { DefinitionState, environmentDefinitionAttributes } from "../environment-definition-attributes";
import { isListed, leaving as leavingFrom, ownedOf } from "./listed-overrides";

type PlannedDefinition = Planned<typeof environmentDefinitionAttributes>;
type Overrides = PlannedDefinition["segment_overrides"];

/** The priorities that a definition gives the overrides that it lists. Next to an exact set there are no others. */
export function placesIn(
  prior: DefinitionState | null,
  planned: PlannedDefinition,
  context: PlanContext<Client>,
): Parameters<typeof warnOfTakenPriorities>[0] {
  if (!isListed(planned)) return { unit: planned, places: [], own: [], leaving: [] };
  const before = prior && ownedOf(prior, context.private).segment_overrides;
  const own = namesIn(planned.segment_overrides);
  const leaving = namesIn(leavingFrom(before ?? null, whereKnown(planned.segment_overrides) ?? null));
  const places = Object.entries(whereKnown(planned.segment_overrides) ?? {}).flatMap(([name, override]) => {
    if (isUnknown(override) || typeof override.priority !== "number") return [];
    const { priority } = override;
    const isNew = priority !== getOwn(prior?.segment_overrides ?? null, name)?.priority;
    const id = whereKnown(override.segment_id) ?? null;
    return [{ name, id, priority, isNew, path: ["segment_overrides", name, "priority"] }];
  });
  return { unit: planned, places, own, leaving };
}

function namesIn(overrides: Overrides): readonly ParentReference[] {
  return Object.entries((overrides && whereKnown(overrides)) ?? {}).map(([name, override]) => {
    return { name, id: isUnknown(override) ? null : (whereKnown(override.segment_id) ?? null) };
  });
}
