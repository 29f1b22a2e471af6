import { usesOfSegment } from "../../platforms/adapter/lists/uses";
import type { Project } from "../../platforms/port/named";
import type { Segment } from "../../platforms/port/segment";
import type { HandlerContext, ResourceDefinition } from "../../terraform/resource";
import { settled } from "../common/known";
import { reporting } from "../common/platform-diagnostic";
import { updating } from "../common/updating";
import { type CreateOptions, createOrAdopt, NOTE } from "../ownership/named-thing";
import { unchangedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import { filledFlag, flagOf } from "./flagsmith-segment";
import type { segmentAttributes } from "./segment-attributes";
import { PATHS, type SegmentState } from "./segment-attributes";
import { segmentRead } from "./segment-read";
import { changesOf, settingsOf } from "./segment-settings";

export const segmentWrite = {
  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await platform.project(state.project);
      const made = await createOrAdopt(
        platform.segments,
        project,
        settingsOf(state),
        optionsOf(state, project, context),
        context,
      );
      context.client.parents.learn("segment", state.project, made.name, made.id);
      warnOf(made, context);
      return {
        ...state,
        flagsmith: filledFlag(planned.flagsmith, state.flagsmith, flagOf(made)),
        id: made.id,
        scope: project.scope,
      };
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(segmentRead, { prior, planned }, context, PATHS, async () => {
      const project = await unchangedProject(prior, state, context.client);
      const changes = changesOf(prior, state);
      const { segments } = context.client.platform;
      if (state.id === null && !(await segments.get(project, prior.id ?? ""))) {
        const made = await createOrAdopt(segments, project, settingsOf(state), optionsOf(state, project, context), context);
        warnOf(made, context);
        const flagsmith = filledFlag(planned.flagsmith, state.flagsmith, flagOf(made));
        return { ...state, flagsmith, id: made.id, scope: project.scope };
      }
      if (Object.keys(changes).length > 0) warnOf(await segments.update(project, prior.id ?? "", changes), context);
      const flagsmith = filledFlag(planned.flagsmith, state.flagsmith, prior.flagsmith?.flag_id ?? null);
      return { ...state, flagsmith, id: prior.id, scope: project.scope };
    });
  },
} satisfies Partial<ResourceDefinition<typeof segmentAttributes, Client>>;

function optionsOf(
  state: SegmentState,
  project: Project,
  { client: { platform } }: HandlerContext<Client>,
): CreateOptions<Segment> {
  return {
    adoptExisting: state.adopt_existing,
    usesOf: (found) => usesOfSegment(project, found, platform),
  };
}

function warnOf({ name, warnings = [] }: Segment, context: { warn(summary: string, detail: string): void }): void {
  for (const each of warnings) context.warn(NOTE, `Segment ${name}: ${each}`);
}
