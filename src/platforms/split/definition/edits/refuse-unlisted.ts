import { type Changeset, unlistedIn } from "../../../adapter/edits/changeset";
import { unlisted, unlistedOverrides } from "../../../adapter/errors";
import { type Document, overriddenIn, type Rule, segmentOf } from "../../document/document";
import { describeMatchers, sameCondition } from "../../document/rules";
import type { ApplyContext } from "./applied";

/** An exact set that may not remove others' overrides fails before the first write, and names them. */
export function refuseUnlistedSegments(live: Document, { segments: { only } }: Changeset, context: ApplyContext): void {
  if (!only?.refuse) return;
  const present = overriddenIn({ treatments: live.treatments, rules: live.rules ?? [] });
  const extra = unlistedIn(only, present).map((id) => `"${segmentOf(id).name}"`);
  if (extra.length > 0) throw unlistedOverrides(context.attempted, extra, context.importId);
}

export function refuseUnlistedRules(others: readonly Rule[], wanted: readonly Rule[], context: ApplyContext): void {
  const extra = others
    .filter(({ condition }) => !wanted.some((rule) => sameCondition(rule.condition, condition)))
    .map(({ condition }) => describeMatchers(condition.matchers));
  if (extra.length > 0)
    throw unlisted(context.attempted, `rules that are not listed: ${extra.join("; ")}`, {
      subject: "segment",
      importId: context.importId,
    });
}
