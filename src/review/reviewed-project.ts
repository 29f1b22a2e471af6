import type { Personas } from "../serving/personas";
import type { ProjectChange } from "./change/stack-change";
import { touchedUnits } from "./change/touched-units";
import { flagChangeOf } from "./change/unit-change";
import { UnitFacts } from "./change/unit-facts";
import { sidesOfUnit } from "./change/unit-sides";
import type { ReviewedProject, ReviewedUnit } from "./dangers/found-danger";
import type { PersonaChange } from "./document";
import { personaChangesOf } from "./personas";

/** What changes in one project, unit by unit and person by person. */
export function reviewedProject(
  change: ProjectChange,
  personas: Personas,
  isProduction: (environment: string) => boolean,
): ReviewedProject {
  const facts = new UnitFacts(change);
  const units: ReviewedUnit[] = [];
  const people: PersonaChange[] = [];
  for (const unit of touchedUnits(change)) {
    const sides = sidesOfUnit(change, unit);
    const found = flagChangeOf(sides, facts);
    if (found) units.push({ sides, facts, change: found, production: isProduction(unit.environment) });
    people.push(...personaChangesOf(sides, facts, personas, change.project.name));
  }
  return { change, units, people };
}
