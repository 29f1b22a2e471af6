import { percentText } from "../change/answer-document";
import type { AudienceChange, FlagChange, ReviewAnswer, ReviewAudience } from "../document";

/** What the formats for people say alike. */

export function audienceTitle({ kind }: ReviewAudience): string {
  return kind === "everyone" ? "everyone else" : kind;
}

/** `10 % move`, `nobody else moves`, `how many move is unknown`, `new: …`, `gone: …`. */
export function movedText({ moved_percent: moved, audiences }: FlagChange): string {
  const [before, after] = [absence(audiences.map((each) => each.before)), absence(audiences.map((each) => each.after))];
  if (before !== undefined) return `new: ${before}`;
  if (after !== undefined) return `gone: ${after}`;
  if (moved === null) return "how many move is unknown";
  return moved === 0 ? "nobody else moves" : `${percentText(moved)} move`;
}

/** Why there is nothing on one side, for all audiences. */
function absence(answers: readonly ReviewAnswer[]): string | undefined {
  const [first] = answers;
  return first?.kind === "absent" && answers.every(({ kind }) => kind === "absent") ? first.because : undefined;
}

/** Why a row is as it is, where its answers do not say it. */
export function remarksOn({ before, after, notes, audience }: AudienceChange): readonly string[] {
  const why = (side: string, answer: ReviewAnswer): string[] => {
    if (answer.kind === "unknown") return [`${side}: unknown, because ${answer.because.join("; ")}`];
    if (answer.kind === "absent") return [];
    const reasons = [...new Set(answer.outcomes.map(({ reason }) => reason))].filter((reason) => !isPlain(reason, audience));
    return reasons.length > 0 ? [`${side}: by ${reasons.join(", ")}`] : [];
  };
  return [...notes, ...why("before", before), ...why("after", after)];
}

function isPlain(reason: string, { kind, name }: ReviewAudience): boolean {
  return reason === "default" || reason === `${kind} ${name ?? ""}`;
}
