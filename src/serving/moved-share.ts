import type { Answer, Share } from "./answer";
import { sameContent } from "./same-outcome";

/**
 * Which share of an audience gets something else after a change, in percent; undefined answers: the flag is not defined there. Where one
 * of both is not known and they are not the same, all of it may.
 */
export function movedShare(before: Answer | undefined, after: Answer | undefined): number {
  if (!before || !after) return before === after ? 0 : 100;
  if (before.kind === "unknown" || after.kind === "unknown") return sameUnknown(before, after) ? 0 : 100;
  const [one, other] = [sharesOf(before), sharesOf(after)];
  const kept = contentsOf([...one, ...other]).reduce(
    (sum, content) => sum + Math.min(total(one, content), total(other, content)),
    0,
  );
  return Number((100 - kept).toFixed(6));
}

function sameUnknown(before: Answer, after: Answer): boolean {
  return (
    before.kind === "unknown" &&
    after.kind === "unknown" &&
    JSON.stringify([before.because, before.known]) === JSON.stringify([after.because, after.known])
  );
}

function sharesOf(answer: Exclude<Answer, { kind: "unknown" }>): readonly Share[] {
  return answer.kind === "certain" ? [{ percent: 100, outcome: answer.outcome }] : answer.shares;
}

function contentsOf(shares: readonly Share[]): Share["outcome"][] {
  const found: Share["outcome"][] = [];
  for (const { outcome } of shares) if (!found.some((each) => sameContent(each, outcome))) found.push(outcome);
  return found;
}

function total(shares: readonly Share[], content: Share["outcome"]): number {
  return shares.reduce((sum, { percent, outcome }) => (sameContent(outcome, content) ? sum + percent : sum), 0);
}
