import type { Review } from "../../review/document";
import { UsageError } from "../command/command";

/** What `--fail-on` can name. Each gives the reason why the review fails, or undefined. */
export type FailRule = (review: Review) => string | undefined;

export function readFailRule(text: string): FailRule {
  if (text === "danger") return ({ summary: { dangers } }) => (dangers > 0 ? counted(dangers, "danger") : undefined);
  if (text === "change")
    return ({ summary, resources, personas }) => {
      const changes = summary.changes + resources.length + personas.length + summary.dangers;
      return changes > 0 ? "the plan changes something" : undefined;
    };
  const [, limit] = /^moved\s*>\s*(\d+(?:\.\d+)?)\s*%?$/.exec(text) ?? [];
  if (limit === undefined || Number(limit) > 100)
    throw new UsageError(
      `--fail-on takes danger, change or moved>25%, not ${JSON.stringify(text)}. See flagform review --help`,
    );
  return (review) => movedMore(review, Number(limit));
}

/** An unknown share may be all of it. */
function movedMore({ environments }: Review, limit: number): string | undefined {
  const flags = environments.flatMap(({ name, flags: all }) =>
    all.map((each) => ({ ...each, place: `${each.flag} in ${name}` })),
  );
  const over = flags.filter(({ moved_percent: moved }) => moved === null || moved > limit);
  const [first] = over;
  if (!first) return undefined;
  const moved = first.moved_percent === null ? "an unknown share" : `${String(first.moved_percent)} %`;
  const more = over.length > 1 ? `, and ${counted(over.length - 1, "more change")}` : "";
  return `${moved} of users move for ${first.place}${more}`;
}

function counted(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? "" : "s"}`;
}
