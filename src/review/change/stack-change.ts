import type { ResourceValues } from "../../serving/world/resource-values";
import type { PlatformName, World } from "../../serving/world/world";
import { worldsOf } from "../../serving/world/worlds-of";
import { type Instance, instancesOf } from "../plan/instance";
import { Names } from "../plan/names";
import type { PlanJson } from "../plan/plan-json";
import { References } from "../plan/references";
import { plainValues } from "../plan/resource-values";
import { textIn, type Values } from "../plan/values";
import { destroyDefaultsOf } from "./destroy-defaults";
import { type Effect, effectOf } from "./effects";
import { type Project, Projects } from "./projects";

/** What a plan does to one project: who is served what on its platform before and after, and on whose behalf. */
export interface ProjectChange {
  readonly project: Project;
  /** Undefined: the plan does not name the platform, or says nothing of flags. */
  readonly before: World | undefined;
  readonly after: World | undefined;
  readonly effects: readonly Effect[];
}

type Side = "before" | "after";

/** Everything of the provider in a plan, project by project. Texts that are sensitive are added to `secrets`. */
export function projectChangesOf(
  plan: PlanJson,
  secrets: Set<string>,
  platform: PlatformName | undefined,
): readonly ProjectChange[] {
  const instances = instancesOf(plan, secrets);
  const references = new References(plan, instances);
  const names = new Names(instances, references);
  const projects = new Projects(plan, instances, references, platform);
  const managed = instances.filter(({ mode }) => mode === "managed");
  const found = new Map<string, { readonly project: Project; readonly effects: Effect[] }>();
  for (const instance of managed) {
    const [before, after] = [names.named(instance, instance.before), names.named(instance, instance.after)];
    const effect = effectOf(instance, before, after, destroyDefaultsOf(plan, references.providerOf(instance)));
    for (const values of sidesOf(effect)) {
      const project = projects.of(instance, values);
      const there = found.get(project.key);
      if (!there) found.set(project.key, { project, effects: [effect] });
      else if (!there.effects.includes(effect)) there.effects.push(effect);
    }
  }
  return [...found.values()].map(({ project, effects }) => {
    const own = (side: Side): World | undefined => worldOfSide(project, effects, side, projects);
    return { project, effects, before: own("before"), after: own("after") };
  });
}

function sidesOf({ before, after }: Effect): readonly Values[] {
  return [before, after].filter((each) => each !== null);
}

function worldOfSide(project: Project, effects: readonly Effect[], side: Side, projects: Projects): World | undefined {
  const gone = side === "after" ? goneWith(effects) : undefined;
  const resources = effects.flatMap(({ instance, left, ...sides }): ResourceValues[] => {
    const values = sides[side];
    if (values === null || instance.deposed || projects.of(instance, values).key !== project.key) return [];
    if (left && gone?.(values)) return [];
    const plain = plainValues({ ...values, project: null });
    const platform = project.platform && { platform: project.platform };
    return [{ address: instance.address, type: instance.type, ...plain, provider: project.key, ...platform }];
  });
  return worldsOf(resources)[0];
}

/** Whether the flag or the environment of something that is left goes itself. */
export function goneWith(effects: readonly Effect[]): (values: Values) => boolean {
  const flags = goneNames(effects, "flagform_feature_flag", "key");
  const environments = goneNames(effects, "flagform_environment", "name");
  return (values) => flags.has(textIn(values, "flag") ?? "") || environments.has(textIn(values, "environment") ?? "");
}

/** Names of one type that are there before and not after; a name that changes in place is no end. */
export function goneNames(effects: readonly Effect[], type: string, attribute: string): ReadonlySet<string> {
  return ended(effects, type, attribute, "before", "after");
}

/** Names of one type that are there after and not before. */
export function newNames(effects: readonly Effect[], type: string, attribute: string): ReadonlySet<string> {
  return ended(effects, type, attribute, "after", "before");
}

function ended(effects: readonly Effect[], type: string, attribute: string, on: Side, notOn: Side): ReadonlySet<string> {
  const own = effects.filter(({ instance }) => instance.type === type && !instance.deposed);
  const there = new Set(own.flatMap((each) => textIn(each[notOn], attribute) ?? []));
  const alone = own.filter((each) => each[notOn] === null || each.instance.action === "replace");
  return new Set(alone.flatMap((each) => textIn(each[on], attribute) ?? []).filter((name) => !there.has(name)));
}

/** Whether anything happens to the resource or on its behalf. */
export function isChanged({ instance, handedOver, left }: Effect): boolean {
  return isPlanned(instance) || handedOver.length > 0 || left;
}

function isPlanned({ action }: Instance): boolean {
  return action !== "no-op" && action !== "read";
}
