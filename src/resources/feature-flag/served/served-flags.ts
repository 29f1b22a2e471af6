import { isOn } from "../../../platforms/adapter/lists/uses";
import type { ListedDefinition } from "../../../platforms/port/definition";
import type { PlanContext } from "../../../terraform/resource";
import { scopedProject } from "../../parents/scoped-project";
import type { Client } from "../../run/client";

interface FlagToEnd {
  readonly key: string;
  readonly id: string | null;
  readonly project: string | null;
  readonly scope: string | null;
}

const INSTEAD = {
  deleted: 'To keep or archive it instead, set on_destroy = "keep" or "archive" and apply that first.',
  archived: 'To keep it instead, set on_destroy = "keep" and apply that first.',
  replaced: "The new flag serves only what this configuration defines.",
};

/** Runs whose lists could not be read: asking again for each flag would only take time. */
const unreachable = new WeakSet<Client>();

/**
 * Warns at plan that a flag that is to be deleted (or archived, where that ends it) is still served somewhere. It uses
 * lists, which are read once for all flags; a platform that does not answer is no reason to refuse a plan.
 */
export async function warnIfServed(
  flag: FlagToEnd,
  end: "deleted" | "archived" | "replaced",
  context: PlanContext<Client>,
): Promise<void> {
  const { client } = context;
  if (!client || flag.id === null || unreachable.has(client)) return;
  try {
    const places = await servedIn(flag, flag.id, client);
    if (places.length === 0) return;
    // One summary for all of them: Terraform groups warnings with the same summary.
    context.warn(
      `Flags that are still served will be ${end}`,
      `Flag ${flag.key} is ${places.join("; ")}. Applications get the fallback in their code. ${INSTEAD[end]}`,
    );
  } catch (cause) {
    unreachable.add(client);
    const reason = cause instanceof Error ? cause.message : String(cause);
    context.log.debug(`could not check whether flag ${flag.key} is still served: ${reason}`);
  }
}

async function servedIn(flag: FlagToEnd, id: string, client: Client): Promise<string[]> {
  const { definitions, environments } = client.platform;
  const project = await scopedProject(flag, client);
  const places = await Promise.all(
    (await environments.list(project)).map(async (environment) => {
      const listed = await definitions.listed({ project, environment, flag: { id, name: flag.key } });
      return listed && describe(environment.name, listed);
    }),
  );
  return places.filter((place) => place !== undefined);
}

/** Such as "on in production, with 2 segment overrides"; undefined if nobody gets the flag. */
function describe(environment: string, listed: ListedDefinition): string | undefined {
  const { segmentOverrides } = listed;
  const on = segmentOverrides.filter(isOn).length;
  const isOnHere = isOn(listed);
  if (!isOnHere && on === 0) return undefined;
  if (isOnHere)
    return `on in ${environment}${segmentOverrides.length > 0 ? `, with ${count(segmentOverrides.length)}` : ""}`;
  return `off in ${environment} except for ${count(on)}`;
}

function count(overrides: number): string {
  return `${overrides} segment override${overrides === 1 ? "" : "s"}`;
}
