import type { Answer, Reason } from "../../../serving/answer";
import { reasonText } from "../../../serving/answer";
import { type Inventory, referenceTo } from "../../inventory/adopted";
import type { Loss } from "../losses";
import type { AudienceName } from "../project/audience-name";
import { segmentId } from "../project/read-segment";

/** Who is served something else, by what is listed for a flag in an environment. Undefined: anybody may be. */
export function concernedBy(
  losses: readonly Loss[],
  environment: string,
  flag: string,
): readonly AudienceName[] | undefined {
  const whole = [`definition ${environment}/${flag}`, `flag ${flag}`, `environment ${environment}`];
  const own = losses.filter(({ what, effect }) => effect === "served" && whole.includes(what));
  const concerned = own.map(({ concerns }) => concerns);
  return concerned.some((each) => each === undefined) ? undefined : concerned.flatMap((each) => each ?? []);
}

/** Whether somebody is, by what the source answers. Whoever a bucket may put among them is. */
export function isConcerned(
  answer: Answer,
  audiences: readonly AudienceName[],
  { segments }: Pick<Inventory, "segments">,
): boolean {
  if (answer.kind === "unknown") return true;
  const names = new Map(segments.map((each) => [segmentId(each), referenceTo(each)]));
  const wanted = new Set(audiences.flatMap((each) => reasonsOf(each, names).map(reasonText)));
  const shares = answer.kind === "certain" ? [answer] : answer.shares;
  const reasons = shares.flatMap(({ outcome: { reason } }) =>
    reason.kind === "one of" ? reason.reasons : [reasonText(reason)],
  );
  return reasons.some((each) => wanted.has(each));
}

function reasonsOf(audience: AudienceName, names: ReadonlyMap<string, string>): readonly Reason[] {
  switch (audience.kind) {
    case "everyone":
      return [{ kind: "default" }, { kind: "not in the rollout" }];
    case "rule":
      return [{ kind: "rule", rule: audience.key }];
    case "segment":
      return [{ kind: "segment", segment: names.get(audience.id) ?? audience.id }];
    case "identity":
      return [{ kind: "identity", identity: audience.identity }];
  }
}
