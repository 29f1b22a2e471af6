import { findById, findByName } from "../../platforms/adapter/lists/names";
import type { Project } from "../../platforms/port/named";
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
      const found = await segmentOf(id, project, context.client, (listed, trustsLists) =>
        isConfirmed(stateOf(state, listed, context.imported), state, { trustsLists }),
      );
      if (!found) return null;
      if (state.rules !== null || context.imported) warnIfForeign(found, context);
      const own = await readProject(state, context);
      return { ...stateOf(state, found, context.imported), project: own, scope: project.scope };
    });
  },
} satisfies Partial<ResourceDefinition<typeof segmentAttributes, Client>>;

/** Where lists are trusted, a segment that they return only a part of is completed. */
async function segmentOf(
  id: string,
  project: Project,
  { platform: { segments }, trustsLists, completed }: Client,
  confirms: (listed: Segment, trustsLists: boolean) => boolean,
): Promise<Segment | undefined> {
  const listed = trustsLists && segments.complete ? findById(await segments.list(project), id) : undefined;
  if (listed && segments.complete) {
    const known = completed?.get(listed);
    if (known) return known;
    const reading = segments.complete(project, listed);
    completed?.set(listed, reading);
    return reading;
  }
  return readNamed(segments, project, id, (each) => confirms(each, trustsLists && !segments.complete));
}

function warnIfForeign({ name, foreignRules }: Segment, context: { warn(summary: string, detail: string): void }): void {
  if (foreignRules === undefined) return;
  context.warn(
    `The rules of segment ${name} cannot be expressed here`,
    `They have ${foreignRules}. If the configuration sets \`rules\`, the plan replaces them; to keep them as they are, leave \`rules\` out.`,
  );
}
