import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { PlanContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { isUnknown } from "../../terraform/value";
import { warnOfAbsentTraits } from "../audience/absent-traits";
import { checkRules } from "../audience/check-serve";
import { same } from "../common/known";
import { checkName, checkTexts, knownAttributes, refuseSetting, requireCapability, type Texts } from "../common/plan-checks";
import type { Client } from "../run/client";
import type { segmentAttributes, SegmentState } from "./segment-attributes";
import { settingsOf } from "./segment-settings";

const TEXTS: Texts = {
  name: "name",
  description: "description",
  "identities.*": "identity",
  "flagsmith.metadata.*": "setting",
};

/** If a segment lists nobody, its rules are everything it has. */
export function refuseNobody(
  { rules, adopt_existing: adopting }: Planned<typeof segmentAttributes>,
  client: Client | undefined,
): void {
  if (!client || client.platform.capabilities.segmentIdentities.can || adopting === true || isUnknown(rules)) return;
  if (rules !== null && rules.length > 0) return;
  const { title } = client.platform;
  throw new DiagnosticError(
    error("The segment has no rules", `Nobody would be in it, and ${title} refuses that. Set who is in it with \`rules\`.`, [
      "rules",
    ]),
  );
}

/** What the platform would refuse. */
export function checkSegment(
  prior: SegmentState | null,
  planned: Planned<typeof segmentAttributes>,
  client: Client,
  context: PlanContext<Client>,
): void {
  const { platform } = client;
  checkTexts(planned, prior, TEXTS, platform);
  const { segmentIdentities, segmentRules: rules } = platform.capabilities;
  requireCapability(segmentIdentities, planned.identities, "listed identities in segments", ["identities"], platform);
  requireCapability(rules, planned.rules, "rules in segments", ["rules"], platform);
  // An existing value is no reason to refuse a plan that does not change it.
  if (!same(planned.rules, prior?.rules ?? null)) {
    checkRules(planned.rules, ["rules"], "segment", platform);
    warnOfAbsentTraits(prior?.rules ?? null, planned.rules, platform, context);
  }
  if (prior?.name !== planned.name) checkName(planned.name, "segment", ["name"], platform);
  refuseSetting(platform.refuseSegment?.(settingsOf(knownAttributes(planned) as SegmentState)), platform);
}
