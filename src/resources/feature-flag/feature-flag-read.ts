import { findByName } from "../../platforms/adapter/lists/names";
import type { ResourceDefinition } from "../../terraform/resource";
import { isConfirmed } from "../common/confirmed";
import { reporting } from "../common/platform-diagnostic";
import { revisionOfState } from "../common/revision";
import { readNamed } from "../ownership/named-thing";
import { readProject } from "../parents/imported-names";
import { stateInScope } from "../parents/scoped-project";
import type { Client } from "../run/client";
import type { featureFlagAttributes } from "./feature-flag-attributes";
import { managedOf, PATHS } from "./feature-flag-attributes";
import { stateOf } from "./feature-flag-settings";
import { withServed } from "./served/served-type";

export const flagRead = {
  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const id = state.id ?? findByName(await platform.flags.list(project), state.key, "flag", `read flag ${state.key}`)?.id;
      if (id === undefined) return null;
      const flag = await readNamed(platform.flags, project, id, (listed) =>
        isConfirmed(stateOf(state, listed, context.imported), state, context.client),
      );
      if (!flag) return null;
      const own = await readProject(state, context);
      const typed = context.imported ? await withServed(flag, project, context.client, context) : flag;
      const found = { ...stateOf(state, typed, context.imported), project: own, id: flag.id, scope: project.scope };
      return { ...found, revision: state.revision ?? revisionOfState(managedOf(found)) };
    });
  },
} satisfies Partial<ResourceDefinition<typeof featureFlagAttributes, Client>>;
