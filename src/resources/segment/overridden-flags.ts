import { flagsWhere } from "../../platforms/adapter/lists/uses";
import type { PlanContext } from "../../terraform/resource";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";

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
async function overriddenBy(segment: SegmentToDelete, id: string, { platform }: Client): Promise<readonly string[]> {
  return flagsWhere(await scopedProject(segment, { platform }), platform, async (unit) => {
    const listed = await platform.definitions.listed(unit);
    return listed?.segmentOverrides.some(({ segmentId }) => segmentId === id) === true;
  });
}
