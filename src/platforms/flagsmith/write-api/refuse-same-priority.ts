import { invalid } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import type { Changes } from "../state/changes";
import { describeWrite } from "./write-strategy";

/** Refuses two overrides with one priority: the older APIs would accept them, and chance would decide. */
export function refuseSamePriority(unit: DefinitionUnit, { places }: Changes): void {
  if (!places) return;
  const moved = [...places.to].filter(([id, place]) => places.from.get(id) !== place);
  const tie = moved.find(([id, place]) => [...places.to].some(([other, taken]) => other !== id && taken === place));
  if (!tie) return;
  throw invalid(describeWrite(unit), {
    reason: `Duplicate priority: ${tie[1]}.`,
    nextStep: "Give each of the flag's segment overrides a priority of its own.",
    subject: "priority",
  });
}
