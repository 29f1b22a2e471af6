import { z } from "zod";
import { Refusal } from "./server/refusal";

/** A seed document that cannot be read, names something twice, or has content that the API would refuse. */
export class SeedError extends Error {}

/** Reads a seed document and creates what is in it. */
export function plant<T extends z.ZodType, P>(schema: T, document: unknown, create: (seed: z.output<T>) => P): P {
  const parsed = schema.safeParse(document);
  if (!parsed.success) throw new SeedError(`invalid seed document: ${describeIssues(parsed.error)}`);
  try {
    return create(parsed.data);
  } catch (failure) {
    if (failure instanceof Refusal) throw new SeedError(`the API refuses the seed document: ${failure.reply().body}`);
    throw failure;
  }
}

/** The first fault and its path, and how many others there are: `projects[0].name: Invalid input: expected string`. */
export function describeIssues({ issues }: z.ZodError): string {
  // A misspelt key is also a missing one: its own name explains both.
  const first = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  if (!first) return "it is invalid";
  const where = first.path.length > 0 ? `${z.core.toDotPath(first.path)}: ` : "";
  return `${where}${first.message}${issues.length > 1 ? ` (and ${String(issues.length - 1)} more)` : ""}`;
}

/** Throws when a name occurs twice. */
export function refuseRepeats(what: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const each of names) {
    if (seen.has(each)) throw new SeedError(`the seed document names the ${what} "${each}" twice`);
    seen.add(each);
  }
}

export function namesOf(things: Iterable<{ readonly name: string }>): string[] {
  return [...things].map((each) => each.name);
}
