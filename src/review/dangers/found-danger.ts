import type { ProjectChange } from "../change/stack-change";
import type { UnitFacts } from "../change/unit-facts";
import type { UnitSides } from "../change/unit-sides";
import type { FlagChange, PersonaChange, ReviewDanger } from "../document";
import type { OutsideChange } from "../plan/instance";
import { quote } from "../words";

export type FoundDanger = Omit<ReviewDanger, "project">;

/** A unit that changes, with all that decides how dangerous that is. */
export interface ReviewedUnit {
  readonly sides: UnitSides;
  readonly facts: UnitFacts;
  readonly change: FlagChange;
  readonly production: boolean;
}

export interface ReviewedProject {
  readonly change: ProjectChange;
  readonly units: readonly ReviewedUnit[];
  readonly people: readonly PersonaChange[];
}

export interface DangerContext {
  readonly units: readonly ReviewedUnit[];
  readonly outside: readonly OutsideChange[];
  isProduction(environment: string): boolean;
}

export function danger(
  id: FoundDanger["id"],
  text: string,
  more: Partial<Omit<FoundDanger, "id" | "text">> = {},
): FoundDanger {
  return { id, text, environment: null, flag: null, audience: null, addresses: [], ...more };
}

/** A danger of one flag in one environment. */
export function unitDanger(
  id: FoundDanger["id"],
  { sides: { unit }, change }: ReviewedUnit,
  text: string,
  audience: FoundDanger["audience"] = null,
): FoundDanger {
  const { environment, flag } = unit;
  return danger(id, text, { environment, flag, audience, addresses: [...change.addresses] });
}

/** `new-checkout in production`. */
export function placeOf({ sides: { unit } }: ReviewedUnit): string {
  return `${quote(unit.flag)} in ${quote(unit.environment)}`;
}
