import type { ResourceDefinition } from "../../terraform/resource";
import { UNKNOWN } from "../../terraform/value";
import { validateRules } from "../audience/segment-rules";
import { warnHandedOver } from "../audience/unit-plan";
import { warnHandedOverWithin } from "../common/flagsmith/flagsmith-columns";
import { claim } from "../ownership/claim-plan";
import { refuseReplacement } from "../ownership/named-thing";
import { ReplacedStates } from "../ownership/replaced-states";
import { refuseToLeaveBehind } from "../parents/left-behind";
import { noteParent } from "../parents/planned-parent";
import type { Client } from "../run/client";
import { hasOtherFlag, refuseOtherFlag, withItsFlag } from "./flagsmith-segment";
import type { segmentAttributes, SegmentState } from "./segment-attributes";
import { checkSegment, refuseNobody } from "./segment-checks";
import { lookAtSegment } from "./segment-look";

const replaced = new ReplacedStates<SegmentState>();

export const segmentPlan = {
  validate: (config) => validateRules(config.rules, ["rules"]),

  plan({ config, prior, planned: draft }, context) {
    const { client } = context;
    const planned = { ...draft, flagsmith: withItsFlag(config.flagsmith, draft, prior, context) };
    claim({ kind: "segment", project: planned.project, name: planned.name, id: prior?.id }, context);
    noteParent("segment", planned, prior, context);
    replaced.note(prior, context);
    if (client) checkSegment(prior, planned, client, context);
    if (!prior) {
      refuseNobody(planned, client);
      return planned;
    }
    refuseOtherFlag(prior, planned);
    warnHandedOver(prior, config, ["description", "rules", "identities"], context);
    warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context, ["flag", "flag_id"]);
    // A segment is deleted with its flag: it may have to be created again.
    return hasOtherFlag(prior, planned) ? { ...planned, id: UNKNOWN } : planned;
  },

  previewCreate: (planned, context) =>
    replaced.preview(context, (prior) => {
      refuseReplacement(prior, `Segment ${prior.name}`, context);
      refuseToLeaveBehind("segment", prior, planned, context);
    }),

  look: lookAtSegment,
} satisfies Partial<ResourceDefinition<typeof segmentAttributes, Client>>;
