import { refuseToLeaveBehind } from "../parents/left-behind";
import { DiagnosticError, error, type Diagnostic } from "../../terraform/diagnostic";
import type { ResourceDefinition } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { isUnknown, UNKNOWN } from "../../terraform/value";
import { checkTexts, type Texts } from "../common/check-texts";
import { warnOfAbsentTraits } from "../audience/absent-traits";
import { claim } from "../ownership/claim-plan";
import type { Client } from "../run/client";
import { warnHandedOverWithin } from "../common/flagsmith-columns";
import { same } from "../common/known";
import { refuseReplacement } from "../ownership/named-thing";
import { look, lookIfFree, requireSettings } from "../parents/plan-look";
import { noteParent } from "../parents/planned-parent";
import {
  checkName,
  checkRules,
  knownAttributes,
  refuseSetting,
  requireCapability,
  warnOfRules,
} from "../audience/plan-checks";
import { ReplacedStates } from "../ownership/replaced-states";
import { warnHandedOver } from "../audience/unit-plan";
import { validateRules } from "../audience/segment-rules";
import type { segmentAttributes } from "./segment-attributes";
import { type SegmentState, PATHS } from "./segment-attributes";
import { withItsFlag, hasOtherFlag, refuseOtherFlag } from "./flagsmith-segment";
import { changesOf, settingsOf } from "./segment-settings";
import { lookAtSegmentChange } from "./segment-look";

const replaced = new ReplacedStates<SegmentState>();

const TEXTS: Texts = {
  name: "name",
  description: "description",
  "identities.*": "identity",
  "flagsmith.metadata.*": "setting",
};

export const segmentPlan = {
  validate(config): Diagnostic[] {
    return validateRules(config.rules, ["rules"]);
  },

  plan({ config, prior, planned: draft }, context) {
    const { client } = context;
    const planned = { ...draft, flagsmith: withItsFlag(config.flagsmith, draft, prior, context) };
    claim({ kind: "segment", project: planned.project, name: planned.name }, context);
    noteParent("segment", planned, prior, context);
    replaced.note(prior, context);
    if (client) {
      const { platform } = client;
      checkTexts(planned, prior, TEXTS, platform);
      const { segmentIdentities, segmentRules: rules } = platform.capabilities;
      requireCapability(segmentIdentities, planned.identities, "listed identities in segments", ["identities"], platform);
      requireCapability(rules, planned.rules, "rules in segments", ["rules"], platform);
      // What is there already is no reason to refuse a plan that leaves it alone.
      if (!same(planned.rules, prior?.rules ?? null)) {
        checkRules(planned.rules, ["rules"], "segment", platform);
        warnOfAbsentTraits(prior?.rules ?? null, planned.rules, platform, context);
      }
      if (prior?.name !== planned.name) checkName(planned.name, "segment", ["name"], platform);
      refuseSetting(platform.refuseSegment?.(settingsOf(knownAttributes(planned) as SegmentState)), platform);
    }
    if (!prior) {
      refuseNobody(planned, client);
      return planned;
    }
    refuseOtherFlag(prior, planned);
    warnHandedOver(prior, config, ["description", "rules", "identities"], context);
    warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context, ["flag", "flag_id"]);
    // A segment goes with its flag: it may have to be made anew.
    return hasOtherFlag(prior, planned) ? { ...planned, id: UNKNOWN } : planned;
  },

  previewCreate: (planned, context) =>
    replaced.preview(context, (prior) => {
      refuseReplacement(prior, `Segment ${prior.name}`, context);
      refuseToLeaveBehind("segment", prior, planned, context);
    }),

  async look(input, context) {
    await lookIfFree("segment", input, PATHS, context);
    const { prior, planned } = input;
    const known = knownSegment(planned);
    // One that is made anew brings nothing of before.
    const before = isUnknown(planned.id) ? null : prior;
    const settings = before ? changesOf(before, known) : settingsOf(known);
    const wanted = { settings, id: before?.id ?? null, reference: planned.project };
    await look(PATHS, context, (client) => requireSettings(client.platform.segments, wanted, client));
    await lookAtSegmentChange(input, prior ? changesOf(prior, known) : settingsOf(known), PATHS, context);
    const platform = context.client?.platform;
    if (!platform || same(planned.rules, prior?.rules ?? null)) return;
    // By now a server that was asked has told its release, on which much depends.
    checkRules(planned.rules, ["rules"], "segment", platform);
    warnOfRules(planned.rules, `Segment ${String(planned.name)}`, platform, context);
  },
} satisfies Partial<ResourceDefinition<typeof segmentAttributes, Client>>;

/** Where a segment lists nobody, its rules are all that there is of it. */
function refuseNobody(
  { rules, adopt_existing: adopting }: Planned<typeof segmentAttributes>,
  client: Client | undefined,
): void {
  if (!client || client.platform.capabilities.segmentIdentities.can || adopting === true || isUnknown(rules)) return;
  if (rules !== null && rules.length > 0) return;
  const { title } = client.platform;
  throw new DiagnosticError(
    error("The segment has no rules", `Nobody would be in it, and ${title} refuses it. Say in \`rules\` whom it holds.`, [
      "rules",
    ]),
  );
}

/** What a plan knows of it. The flag's id is filled in by the apply where only its name is given. */
function knownSegment(planned: Planned<typeof segmentAttributes>): SegmentState {
  const { flagsmith } = planned;
  const own = flagsmith === null || isUnknown(flagsmith) ? null : knownAttributes(flagsmith);
  return { ...knownAttributes(planned), flagsmith: own } as SegmentState;
}
