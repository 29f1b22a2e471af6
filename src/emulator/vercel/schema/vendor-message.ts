import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/**
 * The vendor's message for a body that does not match its schema: `Invalid request: environments.production missing
 * required property `rules`.` One problem at a time, what is absent first, then what is too much, then what is wrong.
 */
export function vendorMessage(error: z.ZodError, sent: unknown): string {
  const ranked = error.issues.map((issue) => ({ issue, rank: rankOf(issue, sent) })).sort((a, b) => a.rank - b.rank);
  const first = ranked[0]?.issue;
  return `Invalid request: ${first ? problem(first, sent) : "malformed"}.`;
}

function rankOf(issue: Issue, sent: unknown): number {
  if (isAbsent(issue, sent)) return 0;
  return issue.code === "unrecognized_keys" ? 1 : 2;
}

function problem(issue: Issue, sent: unknown): string {
  if (isAbsent(issue, sent)) {
    const name = String(issue.path.at(-1));
    return at(issue.path.slice(0, -1), `missing required property \`${name}\``);
  }
  return at(issue.path, wordsOf(issue));
}

function wordsOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `should be ${issue.expected === "record" ? "object" : issue.expected}`;
    case "unrecognized_keys":
      return `should NOT have additional property \`${issue.keys[0] ?? ""}\``;
    case "invalid_value":
      return `should be equal to one of the allowed values ${issue.values.map((each) => JSON.stringify(each)).join(", ")}`;
    case "too_big":
      return limit(issue.origin, Number(issue.maximum), "more");
    case "too_small":
      return limit(issue.origin, Number(issue.minimum), "fewer");
    case "invalid_format":
      return `should match pattern "${issue.pattern?.replace(/^\/|\/$/g, "") ?? issue.format}"`;
    case "invalid_union":
      return issue.discriminator === undefined
        ? "should match some schema in anyOf"
        : "should be equal to one of the allowed values";
    case "invalid_key":
      return "has an invalid property name";
    default:
      return issue.message;
  }
}

function limit(origin: string, bound: number, side: "more" | "fewer"): string {
  if (origin === "string") return `should NOT be ${side === "more" ? "longer" : "shorter"} than ${bound} characters`;
  if (origin === "array") return `should NOT have ${side} than ${bound} items`;
  return `should be ${side === "more" ? "<=" : ">="} ${bound}`;
}

function at(path: readonly PropertyKey[], words: string): string {
  const place = path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`))
    .join("");
  return place === "" ? words : `${place} ${words}`;
}

/** Whether what the issue is about is not there at all. */
function isAbsent(issue: Issue, sent: unknown): boolean {
  if (issue.path.length === 0 || issue.code === "unrecognized_keys" || issue.code === "invalid_key") return false;
  let here: unknown = sent;
  for (const part of issue.path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, part)) return true;
    here = Reflect.get(here, part);
  }
  return false;
}
