import type { Project } from "../../platforms/port/named";
import type { PlanContext } from "../../terraform/resource";
import type { Client } from "../run/client";
import { scopedProject } from "../parents/scoped-project";

interface SegmentToDelete {
  readonly name: string;
  readonly id: string | null;
  readonly project: string | null;
  readonly scope: string | null;
}

/** Runs whose lists could not be read: asking again for each segment would only take time. */
const unreachable = new WeakSet<Client>();

/**
 * Warns at plan that a segment that is to be deleted is used in overrides: the platform removes them with it, in every
 * environment. It uses lists, which are read once for all segments; a platform that does not answer is no reason to refuse a
 * plan.
 */
export async function warnIfOverridden(segment: SegmentToDelete, context: PlanContext<Client>): Promise<void> {
  const { client } = context;
  if (!client || segment.id === null || unreachable.has(client)) return;
  try {
    const flags = await overriddenBy(segment, segment.id, client);
    if (flags.length === 0) return;
    // One summary for all of them: Terraform groups warnings with the same summary.
    context.warn(
      "Segments that are still used in overrides will be deleted",
      `Segment ${segment.name} overrides ${flags.join("; ")}. The overrides are deleted with it: its members then get what everyone gets.`,
    );
  } catch (cause) {
    unreachable.add(client);
    const reason = cause instanceof Error ? cause.message : String(cause);
    context.log.debug(`could not check whether segment ${segment.name} is still used: ${reason}`);
  }
}

/** Such as "new-checkout in staging and production". */
async function overriddenBy(segment: SegmentToDelete, id: string, client: Client): Promise<string[]> {
  const { definitions, environments, flags } = client.platform;
  const project: Project = await scopedProject(segment, client);
  const [all, everywhere] = await Promise.all([flags.list(project), environments.list(project)]);
  const found = await Promise.all(
    all.map(async (flag) => {
      const places = await Promise.all(
        everywhere.map(async (environment) => {
          const listed = await definitions.listed({ project, environment, flag });
          return listed?.segmentOverrides.some(({ segmentId }) => segmentId === id) ? environment.name : undefined;
        }),
      );
      const used = places.filter((place) => place !== undefined);
      return used.length > 0 ? `${flag.name} in ${listing(used)}` : undefined;
    }),
  );
  return found.filter((each) => each !== undefined);
}

function listing(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
