import type { Named } from "../../platforms/port/named";
import type { PlanContext } from "../../terraform/resource";
import { isUnknown } from "../../terraform/value";
import { member } from "../../terraform/values/equality";
import { same } from "../common/known";
import type { SubjectPaths } from "../common/platform-diagnostic";
import { isElsewhere } from "../ownership/claim-plan";
import { requireUnarchived } from "../ownership/unarchived";
import type { Client } from "../run/client";
import { givenIn, lookAtChange } from "./change-look";
import type { Given } from "./known-parents";
import { look, projectOf, requireParent } from "./plan-look";
import type { ParentNoun } from "./planned-parent";
import { scopedProject } from "./scoped-project";

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
    const reference = givenIn(planned, "project");
    const project = await projectOf(reference, client);
    if (!project) return;
    // In another platform or project nothing would be found.
    if (prior !== null) await scopedProject(scopeOf(prior), client);
    const isOfFlag = nouns.includes("flag");
    if (isOfFlag) await requireUnarchived(prior, { ...planned }, project, client);
    const isPlaced = prior === null || isElsewhere(placeOf(prior, nouns), placeOf(planned, nouns));
    const there = new Map<ParentNoun, Named>();
    for (const noun of nouns) {
      if (!isPlaced && noun !== "environment") continue;
      // An id that is only known after apply belongs to an object that this run creates, with any alias of the provider.
      if (isUnknown(member(config, `${noun}_id`))) continue;
      const wanted = { noun, name: givenIn(planned, noun), id: givenIn(planned, `${noun}_id`) };
      const found = await requireParent(wanted, reference, project, context, client);
      if (found) there.set(noun, found);
    }
    if (isOfFlag) await lookAtChange({ prior, planned }, there, project, client, context);
    const sets = [config, prior, planned].map((each) => member(each, "segment_overrides"));
    for (const [name, id] of newSegments(sets)) {
      await requireParent({ noun: "segment", name, id }, reference, project, context, client);
    }
  });
}

/** The segments of a set that are new in it, by name and id. One whose id is known after apply is created in this run. */
function newSegments([config, before, after]: readonly unknown[]): (readonly [name: string, id: Given])[] {
  if (!isRecord(after) || same(before ?? null, after)) return [];
  return Object.entries(after).flatMap(([name, override]) => {
    const id = member(override, "segment_id");
    const isKept = isRecord(before) && Object.hasOwn(before, name) && same(member(member(before, name), "segment_id"), id);
    if (isKept || isUnknown(member(member(config, name), "segment_id"))) return [];
    return [[name, (id ?? null) as Given] as const];
  });
}

function placeOf(values: object, nouns: readonly ParentNoun[]): object {
  const names = ["project", ...nouns.flatMap((noun) => [noun, `${noun}_id`])];
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

function scopeOf(prior: object): { readonly project: string | null; readonly scope: string | null } {
  const text = (name: string): string | null => {
    const value = member(prior, name);
    return typeof value === "string" ? value : null;
  };
  return { project: text("project"), scope: text("scope") };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);
}
