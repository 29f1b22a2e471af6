import { describeUse, isOnlyOn, usesOfFlag } from "../../platforms/adapter/lists/uses";
import type { Flag } from "../../platforms/port/flag";
import type { Project } from "../../platforms/port/named";
import type { HandlerContext, ResourceDefinition } from "../../terraform/resource";
import { settled } from "../common/known";
import { reporting } from "../common/platform-diagnostic";
import { updating } from "../common/updating";
import { type CreateOptions, createOrAdopt, NOTE } from "../ownership/named-thing";
import { unchangedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import type { featureFlagAttributes } from "./feature-flag-attributes";
import { type FlagState, idOf, PATHS } from "./feature-flag-attributes";
import { flagRead } from "./feature-flag-read";
import { changesBetween, settingsOf } from "./feature-flag-settings";

export const flagWrite = {
  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await platform.project(state.project);
      const flag = await createOrAdopt(
        platform.flags,
        project,
        settingsOf(state),
        optionsOf(state, project, context),
        context,
      );
      context.client.parents.learn("flag", state.project, flag.name, flag.id);
      for (const each of flag.warnings ?? []) context.warn(NOTE, `Flag ${state.key}: ${each}`);
      return { ...state, id: flag.id, scope: project.scope };
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(flagRead, { prior, planned }, context, PATHS, async () => {
      const project = await unchangedProject(prior, state, context.client);
      const changes = changesBetween(prior, state);
      if (Object.keys(changes).length > 0) {
        const { warnings = [] } = await context.client.platform.flags.update(project, idOf(prior), changes);
        for (const each of warnings) context.warn(NOTE, `Flag ${state.key}: ${each}`);
      }
      return { ...state, id: prior.id, scope: project.scope };
    });
  },
} satisfies Partial<ResourceDefinition<typeof featureFlagAttributes, Client>>;

function optionsOf(
  state: FlagState,
  project: Project,
  { client: { platform } }: HandlerContext<Client>,
): CreateOptions<Flag> {
  const isOnFromTheStart = state.flagsmith?.initial_enabled === true;
  return {
    adoptExisting: state.adopt_existing,
    async usesOf(flag) {
      const uses = await usesOfFlag(project, flag, platform);
      return uses.filter((use) => !isOnFromTheStart || !isOnlyOn(use)).map(describeUse);
    },
  };
}
