import { findByName } from "../../platforms/adapter/lists/names";
import type { Segment } from "../../platforms/port/segment";
import type { ResourceDefinition } from "../../terraform/resource";
import { isConfirmed } from "../common/confirmed";
import { reporting } from "../common/platform-diagnostic";
import { readNamed } from "../ownership/named-thing";
import { readProject } from "../parents/imported-names";
import { stateInScope } from "../parents/scoped-project";
import type { Client } from "../run/client";
import type { segmentAttributes } from "./segment-attributes";
import { PATHS } from "./segment-attributes";
import { stateOf } from "./segment-settings";

export const segmentRead = {
  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const id =
        state.id ??
        findByName(await platform.segments.list(project), state.name, "segment", `read segment ${state.name}`)?.id;
      if (id === undefined) return null;
      const trustsLists = context.client.trustsLists && platform.segments.listIsPartial !== true;
      const found = await readNamed(platform.segments, project, id, (listed) =>
        isConfirmed(stateOf(state, listed, context.imported), state, { trustsLists }),
      );
      if (!found) return null;
      if (state.rules !== null || context.imported) warnIfForeign(found, context);
      const own = await readProject(state, context);
      return { ...stateOf(state, found, context.imported), project: own, scope: project.scope };
    });
  },
} satisfies Partial<ResourceDefinition<typeof segmentAttributes, Client>>;

function warnIfForeign({ name, foreignRules }: Segment, context: { warn(summary: string, detail: string): void }): void {
  if (foreignRules === undefined) return;
  context.warn(
    `The rules of segment ${name} cannot be expressed here`,
    `They have ${foreignRules}. If the configuration sets \`rules\`, the plan replaces them; to keep them as they are, leave \`rules\` out.`,
  );
}
