import { DANGERS, type ReviewDanger } from "../document";
import type { OutsideChange } from "../plan/instance";
import type { PlanJson } from "../plan/plan-json";
import type { DangerContext, FoundDanger, ReviewedProject, ReviewedUnit } from "./found-danger";
import { othersIn, ownershipDangers } from "./ownership-dangers";
import { actionDangers, resourceDangers } from "./resource-dangers";
import { lostOverrides, servingDangers } from "./serving-dangers";

/** All dangers of a plan, the most serious kinds first, as DANGERS orders them. */
export function dangersOf(
  plan: PlanJson,
  projects: readonly ReviewedProject[],
  outside: readonly OutsideChange[],
  isProduction: (environment: string) => boolean,
): readonly ReviewDanger[] {
  const found = projects.flatMap(({ change, units }) => {
    const context: DangerContext = { units, outside, isProduction };
    const own: FoundDanger[] = [
      ...resourceDangers(change, context),
      ...ownershipDangers(change, context),
      ...units.flatMap((unit) => [...servingDangers(unit, context), ...lostOverrides(unit, othersOf(unit, outside))]),
    ];
    return own.map((each) => ({ ...each, project: change.project.name }));
  });
  const actions = actionDangers(plan).map((each) => ({ ...each, project: "" }));
  const order = (id: ReviewDanger["id"]): number => DANGERS.indexOf(id);
  return [...found, ...actions].sort((one, other) => order(one.id) - order(other.id));
}

/** Overrides of others that go: they are named as that. */
function othersOf({ facts, sides: { unit } }: ReviewedUnit, outside: readonly OutsideChange[]): ReadonlySet<string> {
  const nouns = { rules: "rule", segment_overrides: "segment", identity_overrides: "identity" } as const;
  const found = facts
    .effectsOn(unit)
    .flatMap((effect) =>
      outside.filter(({ address }) => address === effect.instance.address).flatMap((drift) => othersIn(effect, drift)),
    );
  return new Set(found.map(({ set, name }) => JSON.stringify({ kind: nouns[set], name })));
}
