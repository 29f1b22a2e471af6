import type { ResourceDefinition } from "../../terraform/resource";
import { tolerateArchived, unitOfState } from "../audience/unit";
import { reporting } from "../common/platform-diagnostic";
import { inUnit, skipIfOwnedElsewhere } from "../ownership/claim-plan";
import { leaveServed } from "../ownership/left-served";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import { definitionAt } from "../run/thing";
import { describeUnit } from "../run/unit-names";
import { endOfDefault, endsWithFlag, warnOfEnd } from "./definition-end";
import type { environmentDefinitionAttributes } from "./environment-definition-attributes";
import { PATHS } from "./environment-definition-attributes";
import { removalsOf } from "./override-removals";
import { claimDefinitionEnd, writeOwnIdentities } from "./plan/definition-claims";

export const definitionRemoval = {
  planDestroy(prior, context, found) {
    claimDefinitionEnd(prior, context);
    warnOfEnd(prior, context, found);
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      await scopedProject(prior, context.client);
      if (endsWithFlag(prior, context)) {
        leaveServed(prior, context);
        return;
      }
      const unit = await unitOfState(prior, context);
      if (!unit) return;
      const thing = { kind: "definition", ...inUnit(prior) } as const;
      if (skipIfOwnedElsewhere(thing, definitionAt(unit), `The definition of ${describeUnit(prior)}`, context)) return;
      context.client.claims.ended(definitionAt(unit));
      const { edits: removals, identities } = await removalsOf(prior, unit, context);
      const end = await endOfDefault(prior, unit, context);
      if (!end) return;
      const edits = [...removals, ...end];
      const what = `What ${describeUnit(prior)} serves`;
      if (edits.length > 0) await tolerateArchived(what, context, () => platform.definitions.write(unit, edits));
      if (platform.identityOverrides.inDefinition) return;
      await tolerateArchived(what, context, () => writeOwnIdentities(identities, prior, unit, context));
    });
  },
} satisfies Partial<ResourceDefinition<typeof environmentDefinitionAttributes, Client>>;
