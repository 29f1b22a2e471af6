import type { ResourceDefinition } from "../../terraform/resource";
import { tolerateArchived, unitOfState } from "../audience/unit";
import { reporting } from "../common/platform-diagnostic";
import { inUnit, skipIfOwnedElsewhere } from "../ownership/claim-plan";
import { leaveServed } from "../ownership/left-served";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import { describeUnit } from "../run/unit-names";
import { endOfDefault, endsWithFlag, warnOfEnd } from "./definition-end";
import type { environmentDefinitionAttributes } from "./environment-definition-attributes";
import { PATHS } from "./environment-definition-attributes";
import { claimDefinitionEnd, definitionAt, dropOwnedElsewhere, writeOwnIdentities } from "./plan/definition-claims";
import { identityChanges, identityEdits } from "./sets/identity-set";
import { exactOverrideEdits } from "./sets/override-set";

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
      const segments = await platform.segments.list(unit.project);
      const removals = exactOverrideEdits(prior, null, segments, "refuse", platform.capabilities);
      const { inDefinition } = platform.identityOverrides;
      const targeted = inDefinition ? identityEdits(prior, null, platform.capabilities, "refuse") : [];
      const overrides = dropOwnedElsewhere([...removals, ...targeted], prior, unit, context);
      const end = await endOfDefault(prior, unit, context);
      if (!end) return;
      const edits = [...overrides, ...end];
      const what = `What ${describeUnit(prior)} serves`;
      if (edits.length > 0) await tolerateArchived(what, context, () => platform.definitions.write(unit, edits));
      if (inDefinition) return;
      const identities = await identityChanges(prior, null, unit, platform, "refuse");
      await tolerateArchived(what, context, () => writeOwnIdentities(identities, prior, unit, context));
    });
  },
} satisfies Partial<ResourceDefinition<typeof environmentDefinitionAttributes, Client>>;
