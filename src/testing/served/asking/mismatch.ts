import type { Answer } from "../../../serving/answer";
import { evaluate, type EvaluateOptions } from "../../../serving/evaluate";
import { neighbours, reduced } from "../../../serving/nearest";
import type { Person } from "../../../serving/person";
import type { World } from "../../../serving/world/world";
import { answerLines, traceLines } from "./answer-text";
import { contentOf, type Expected, unmet } from "./expectation";

/** One question, put to one world. */
export interface Question {
  readonly world: World;
  readonly environment: string;
  readonly flag: string;
  readonly person: Person;
  readonly options: EvaluateOptions;
}

/** Somebody is not served what a test expects. */
export class ServedError extends Error {
  override readonly name = "ServedError";
}

/** Why an expectation is not met: what is served, how it came about, and who is nearest of those who would get it. */
export function mismatch(question: Question, answer: Answer, expected: Expected, wrong: readonly string[]): ServedError {
  const { environment, flag, person } = question;
  const trace = traceLines(answer);
  const lines = [
    `${personText(person)} is not served what is expected of flag ${JSON.stringify(flag)} in ${JSON.stringify(environment)}:`,
    ...(answer.kind === "distribution" ? [] : wrong.map((each) => `  ${each}`)),
    "served:",
    ...answerLines(answer).map((each) => `  ${each}`),
    ...(trace.length === 0 ? [] : ["how it came about:", ...trace]),
    ...advice(question, answer, expected),
  ];
  return new ServedError(lines.join("\n"));
}

/** A person in a few words. */
export function personText({ identity, traits, segments = {} }: Person): string {
  const parts = [
    ...Object.entries(traits).map(([name, value]) => `${name} ${JSON.stringify(value)}`),
    ...Object.entries(segments).map(([name, isIn]) => `${isIn ? "" : "not "}in segment ${JSON.stringify(name)}`),
  ];
  return `${identity ?? "anyone"}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}`;
}

function advice(question: Question, answer: Answer, expected: Expected): string[] {
  if (answer.kind === "distribution")
    return [
      `A hash decides which share somebody gets, and only the platform knows it. Ask for the shares: share(${JSON.stringify(question.flag)}).in(${JSON.stringify(question.environment)}).isAbout({ … }).`,
    ];
  const unseen = answer.kind === "unknown" ? unseenSegment(answer.because) : undefined;
  if (unseen !== undefined)
    return [
      `Say whether they are in it: .inSegment(${JSON.stringify(unseen)}), or .inSegment(${JSON.stringify(unseen)}, false).`,
    ];
  const nearest = nearestWho(question, expected);
  return nearest === undefined ? [] : ["nearest who is:", `  ${nearest}`];
}

function unseenSegment(because: readonly string[]): string | undefined {
  const [, name] = /^segment "(.*)" is not among/.exec(because.find((each) => each.startsWith("segment ")) ?? "") ?? [];
  return name;
}

function nearestWho({ world, environment, flag, person, options }: Question, expected: Expected): string | undefined {
  const definition = world.definitions.get(environment)?.get(flag);
  if (!definition) return undefined;
  const served = (each: Person): Answer => evaluate(world, environment, flag, each, options);
  const isRight = (each: Person): boolean => {
    const answer = served(each);
    return answer.kind === "certain" && unmet(contentOf(answer), expected).length === 0;
  };
  const found = neighbours(world, definition, person).find((each) => isRight(each.person));
  const nearest = found && reduced(found, person, isRight);
  return nearest && `${personText(person)} with ${nearest.change}: ${answerLines(served(nearest.person)).join("; ")}`;
}
