import { statSync } from "node:fs";
import { projectChangesOf } from "../../review/change/stack-change";
import { textIn } from "../../review/plan/values";
import type { PlatformName } from "../../serving/world/world";
import { UsageError } from "../command/command";
import { givenPlan } from "../review/given-plan";
import type { Io } from "../terminal/io";
import { flagsOfStack } from "./flags-of-stack";
import type { GivenFlags } from "./given-flags";

/** From the folder of a synthesized stack, a saved plan, its JSON, or `-`. */
export async function flagsOf(given: string, platform: PlatformName | undefined, io: Io): Promise<GivenFlags> {
  if (statSync(given, { throwIfNoEntry: false })?.isDirectory()) return flagsOfStack(given);
  const changes = projectChangesOf(await givenPlan(given, io), new Set(), platform);
  if (changes.some(({ project }) => project.platform === undefined))
    throw new UsageError("the plan does not name the platform, as before a first apply: name it with --platform");
  const flags = changes
    .flatMap(({ effects }) => effects)
    .filter(({ instance }) => instance.type === "flagform_feature_flag");
  const described = flags.flatMap(({ after }) => {
    const [key, description] = [textIn(after, "key"), textIn(after, "description")];
    return key === undefined || description === undefined ? [] : [[key, description] as const];
  });
  return { worlds: changes.flatMap(({ after }) => after ?? []), descriptions: new Map(described) };
}
