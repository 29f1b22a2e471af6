import type { Answer } from "./answer";
import { everyCourse } from "./chance/chance";
import { ANSWER_LIMIT, combined, unknownAnswer } from "./combine";
import type { Person } from "./person";
import { PLATFORM_SERVING } from "./platforms/by-name";
import type { World } from "./world/world";

export interface EvaluateOptions {
  /** Epoch milliseconds: rollouts by time depend on it. */
  readonly at?: number;
  /**
   * Whose SDK evaluates, where they differ: on Split `javascript` (also Python, Go, PHP) or `java` (also .NET, Android), on
   * Mixpanel `node` or `python`. Default: any; what differs between them is unknown.
   */
  readonly sdk?: string;
}

/**
 * What a person is served: a certain answer; a distribution where a bucket decides that only the platform knows; or unknown, with
 * the reasons. Unknown is never a guess: where both ways of something unknown lead to the same, that is the answer.
 */
export function evaluate(
  world: World,
  environment: string,
  flag: string,
  person: Person,
  { at, sdk }: EvaluateOptions = {},
): Answer {
  const definition = world.definitions.get(environment)?.get(flag);
  const where = `flag ${JSON.stringify(flag)} in ${JSON.stringify(environment)}`;
  if (!definition) return unknownAnswer([`${where} is not defined by these resources`]);
  const assuming = new Set<string>();
  const { serve } = PLATFORM_SERVING[world.platform];
  const common = { serve, world, definition, flag: world.flags.get(flag), person, at, sdk, open: [] };
  for (const address of world.unplaced)
    assuming.add(`that ${address} is not about it: what it is about is known after the apply`);
  const courses = everyCourse((chance) => serve({ ...common, chance, assume: (what) => assuming.add(what) }), ANSWER_LIMIT);
  if (!courses) return unknownAnswer([`${where} has more than ${ANSWER_LIMIT} possibilities`]);
  return combined(courses, [...assuming]);
}
