import { getOwn } from "../../get-own";
import type { Named } from "../../platforms/port/named";
import type { PlanContext } from "../../terraform/resource";
import { isUnknown } from "../../terraform/value";
import { isElsewhere } from "../ownership/claim-plan";
import type { Client } from "../run/client";
import { same, whereKnown } from "../common/known";
import { requireApproval } from "./approvals-look";
import { look, projectOf, requireParent, type Given } from "./plan-look";
import type { SubjectPaths } from "../common/platform-diagnostic";
import type { ParentNoun } from "./planned-parent";
import { scopedProject } from "./scoped-project";
import { requireStatedVariants } from "./stated-variants";
import { requireUnarchived } from "../ownership/unarchived";
import { noteFlag } from "../audience/unit";
import { requireSettings } from "./settings-look";

interface Input {
  readonly config: object;
  readonly prior: object | null;
  readonly planned: object;
}

/**
 * Checks the parents of a definition or override that is created or moved: they must exist, and the environment must accept
 * changes.
 */
export function lookAtUnit(
  { config, prior, planned }: Input,
  nouns: readonly ParentNoun[],
  paths: SubjectPaths,
  context: PlanContext<Client>,
): Promise<void> {
  return look(paths, context, async (client) => {
    if (prior !== null && same(prior, planned)) return;
    const values: { readonly [name: string]: unknown } = { ...planned };
    const given = (name: string): Given => (getOwn(values, name) ?? null) as Given;
    const reference = given("project");
    const isPlaced = prior === null || isElsewhere(placeOf(prior, nouns), placeOf(planned, nouns));
    const project = await projectOf(reference, client);
    if (!project) return;
    // In another platform or project nothing would be found.
    if (prior !== null) await scopedProject(scopeOf(prior), client);
    if (nouns.includes("flag")) await requireUnarchived(prior, values, project, client);
    const there = new Map<ParentNoun, Named>();
    for (const noun of nouns) {
      if (!isPlaced && noun !== "environment") continue;
      // An id that is only known after apply belongs to an object that this run creates, with any alias of the provider.
      if (isUnknown(memberOf(config, `${noun}_id`))) continue;
      const wanted = { noun, name: given(noun), id: given(`${noun}_id`) };
      const found = await requireParent(wanted, reference, project, context, client);
      if (found) there.set(noun, found);
    }
    const [flag, place] = [there.get("flag"), there.get("environment")];
    if (flag) noteFlag(context.private, flag);
    if (nouns.includes("flag")) {
      const environment = place && (await client.platform.environments.list(project)).find(({ id }) => id === place.id);
      const where = whereKnown(reference) ?? null;
      const change = { prior, planned: values, project: where, environment, isFlagThere: flag !== undefined };
      requireApproval(change, client, context);
    }
    if (place && nouns.includes("flag")) {
      const attempted = `update flag ${known(given("flag")) ?? ""} in environment ${place.name}`;
      await requireSettings(prior, values, project, place, attempted, client);
    }
    if (nouns.includes("flag")) {
      const named = { project: reference, flag: given("flag"), flag_id: given("flag_id") };
      await requireStatedVariants(prior, { ...values, ...named }, project, client);
    }
    const before = prior === null ? null : getOwn({ ...prior } as Record<string, unknown>, "segment_overrides");
    const overrides = getOwn(values, "segment_overrides");
    if (!isRecord(overrides) || same(before ?? null, overrides)) return;
    for (const [name, override] of Object.entries(overrides)) {
      const segmentId = memberOf(override, "segment_id");
      if (isRecord(before) && Object.hasOwn(before, name) && same(memberOf(getOwn(before, name), "segment_id"), segmentId))
        continue;
      const stated = memberOf(memberOf(memberOf(config, "segment_overrides"), name), "segment_id");
      if (isUnknown(stated)) continue;
      await requireParent({ noun: "segment", name, id: (segmentId ?? null) as Given }, reference, project, context, client);
    }
  });
}

function placeOf(values: object, nouns: readonly ParentNoun[]): object {
  const names = ["project", ...nouns.flatMap((noun) => [noun, `${noun}_id`])];
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

function scopeOf(prior: object): { readonly project: string | null; readonly scope: string | null } {
  const values: { readonly [name: string]: unknown } = { ...prior };
  const text = (name: string): string | null => {
    const value = getOwn(values, name);
    return typeof value === "string" ? value : null;
  };
  return { project: text("project"), scope: text("scope") };
}

function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) ? getOwn(value, name) : undefined;
}

function known(value: Given): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);
}
