import type { Personas } from "../serving/personas";
import type { PlatformName } from "../serving/world/world";
import { type ProjectChange, projectChangesOf } from "./change/stack-change";
import { dangersOf } from "./dangers/dangers";
import type { ReviewedUnit } from "./dangers/found-danger";
import { type EnvironmentChange, type Review, REVIEW_FORMAT_VERSION } from "./document";
import { isFlagform, outsideChangesOf } from "./plan/instance";
import type { PlanJson } from "./plan/plan-json";
import { withoutSecrets } from "./plan/secrets";
import { productionTest } from "./production";
import { resourceNotes } from "./resource-notes";
import { reviewedProject } from "./reviewed-project";
import { summaryOf } from "./summary";
import { unseenOf } from "./unseen";

export interface ReviewOptions {
  /** People to be asked for one by one. */
  readonly personas?: Personas;
  /** Environments that are production. Default: all whose name does not say otherwise. */
  readonly production?: readonly string[];
  /** Where the plan does not show it. */
  readonly platform?: PlatformName;
}

/** Who is served what, before and after a plan is applied. */
export function reviewPlan(plan: PlanJson, { personas = {}, production = [], platform }: ReviewOptions = {}): Review {
  const secrets = new Set<string>();
  const changes = projectChangesOf(plan, secrets, platform);
  const environments = changes.flatMap(({ effects }) =>
    effects.flatMap(({ instance, after }) => (instance.type === "flagform_environment" && after ? [after] : [])),
  );
  const isProduction = productionTest(production, environments);
  const outside = outsideChangesOf(plan, secrets);
  const reviewed = changes.map((change) => reviewedProject(change, personas, isProduction));
  const dangers = dangersOf(plan, reviewed, outside, isProduction);
  const changed = reviewed.flatMap(({ change, units }) => environmentsOf(change, units)).sort(productionFirst);
  const hasFlags = (plan.resource_changes ?? []).some(isFlagform) || changes.length > 0;
  const resources = resourceNotes(changes);
  const people = reviewed.flatMap((each) => each.people);
  const review: Review = {
    format: "flagform-review",
    format_version: REVIEW_FORMAT_VERSION,
    summary: summaryOf(changed, dangers, resources, people, hasFlags),
    dangers: [...dangers],
    environments: changed,
    resources: [...resources],
    personas: [...people],
    unseen: [...unseenOf(plan, changes)],
  };
  return withoutSecrets(review, secrets);
}

function environmentsOf({ project }: ProjectChange, units: readonly ReviewedUnit[]): readonly EnvironmentChange[] {
  const found = new Map<string, EnvironmentChange>();
  for (const { sides, change, production } of units) {
    const { environment: name } = sides.unit;
    const there = found.get(name);
    if (there) there.flags.push(change);
    else found.set(name, { name, project: project.name, platform: project.platform ?? null, production, flags: [change] });
  }
  for (const { flags } of found.values()) flags.sort((one, other) => compareTexts(one.flag, other.flag));
  return [...found.values()];
}

function productionFirst(one: EnvironmentChange, other: EnvironmentChange): number {
  if (one.production !== other.production) return one.production ? -1 : 1;
  return compareTexts(one.name, other.name) || compareTexts(one.project, other.project);
}

/** The same order on every machine. */
function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
