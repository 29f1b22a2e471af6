import { isOn, listing } from "../../platforms/adapter/lists/uses";
import type { PlanContext } from "../../terraform/resource";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";

interface EnvironmentToEnd {
  readonly name: string;
  readonly id: string | null;
  readonly project: string | null;
  readonly scope: string | null;
}

const NAMED = 5;

/**
 * Warns at plan that flags are on in an environment that is to be deleted. It uses lists, which are read once for all; a
 * platform that does not answer is no reason to refuse a plan.
 */
export async function warnIfServing(ended: EnvironmentToEnd, context: PlanContext<Client>): Promise<void> {
  const { client } = context;
  if (!client || ended.id === null) return;
  try {
    const flags = await flagsOnIn(ended, client);
    if (flags.length === 0) return;
    const more = flags.length > NAMED ? [`${String(flags.length - NAMED)} more`] : [];
    context.warn(
      "Environments in which flags are on will be deleted",
      `In environment ${ended.name}: ${listing([...flags.slice(0, NAMED), ...more])}.`,
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    context.log.debug(`could not check whether flags are on in environment ${ended.name}: ${reason}`);
  }
}

async function flagsOnIn(ended: EnvironmentToEnd, { platform }: Client): Promise<string[]> {
  const project = await scopedProject(ended, { platform });
  const environment = (await platform.environments.list(project)).find(({ id }) => id === ended.id);
  if (!environment) return [];
  const flags = await Promise.all(
    (await platform.flags.list(project)).map(async (flag) => {
      const listed = await platform.definitions.listed({ project, environment, flag });
      return listed && (isOn(listed) || listed.segmentOverrides.some(isOn)) ? flag.name : undefined;
    }),
  );
  return flags.filter((name) => name !== undefined);
}
