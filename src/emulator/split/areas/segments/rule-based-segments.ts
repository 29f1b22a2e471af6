import { z } from "zod";
import { json } from "../../../wire/server/reply";
import type { Environment, Membership, Segment } from "../../store/records";
import type { Store } from "../../store/store";
import { invalid, notFound } from "../../wire/api-error";
import { on, route } from "../../wire/route";
import { findCycle, linksOfRules } from "../definitions/cycles";
import { condition } from "../definitions/definition-schema";
import { demandExplanation, demandNoApproval, demandUnlocked, explanation } from "../definitions/writes";
import { segmentsOfCondition } from "./named-segments";
import { TYPES } from "./segment-uses";
import { showMembership } from "./segment-view";
import { findSegment } from "./segments";

const content = {
  rules: z.array(z.strictObject({ condition })).default([]),
  excludedKeys: z.array(z.string().min(1)).default([]),
  excludedSegments: z
    .array(
      z.strictObject({ name: z.string().min(1), type: z.enum(["standard_segment", "large_segment", "rule_based_segment"]) }),
    )
    .default([]),
};

/** As a change request holds it too. */
export const ruleBasedContent = z.object(content);
type RuleBasedContent = Pick<Membership, "rules" | "excludedKeys" | "excludedSegments">;

const body = z.strictObject({ ...content, ...explanation });

export const ruleBasedSegmentRoutes = [
  route("/rule-based-segments/ws/{ws}/{segment}/environments/{env}", {
    PUT: on("write segment keys", (request) => {
      const workspace = request.workspace();
      const environment = request.environmentById();
      const segment = findSegment(request, "rule_based", workspace.id);
      const membership = request.store.membership(segment.id, environment.id);
      if (!membership) throw notFound(`Segment ${segment.name} in environment ${environment.name}`);
      const given = request.read(body);
      demandExplanation(request, workspace, given);
      demandNoApproval(request, environment);
      demandUnlocked(request, segment.id, environment);
      setRules(request.store, segment, environment, membership, given);
      return json(showMembership(request.store, segment, environment, membership));
    }),
  }),
];

/** Replaces all its content. */
export function setRules(
  store: Store,
  segment: Segment,
  environment: Environment,
  membership: Membership,
  { rules, excludedKeys, excludedSegments }: RuleBasedContent,
): void {
  checkRules(store, segment, environment, { rules, excludedKeys, excludedSegments });
  Object.assign(membership, { rules, excludedKeys, excludedSegments, lastUpdateTime: store.tick() });
}

function checkRules(store: Store, segment: Segment, environment: Environment, given: RuleBasedContent): void {
  const excluded = given.excludedSegments.map(({ name, type }) => ({
    name,
    kind: (["standard", "large", "rule_based"] as const).find((kind) => TYPES[kind] === type) ?? "standard",
  }));
  for (const { kind, name } of [...given.rules.flatMap((each) => segmentsOfCondition(each.condition)), ...excluded]) {
    const found = store.segmentNamed(segment.workspace, kind, name);
    if (!found || !store.membership(found.id, environment.id)) {
      throw invalid(`There is no ${kind} segment ${name} in ${environment.name}`);
    }
  }
  const cycle = findCycle(store, environment, `segment ${segment.name}`, linksOfRules(given));
  if (cycle) throw invalid(`The segment ${segment.name} refers to itself: ${cycle.join(" → ")}`);
}
