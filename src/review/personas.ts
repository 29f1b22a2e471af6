import { evaluate } from "../serving/evaluate";
import { movedShare } from "../serving/moved/moved-share";
import type { Slice } from "../serving/moved/slice";
import type { Person } from "../serving/person";
import type { Personas } from "../serving/personas";
import { absentAnswer, answerDocument, unknownAnswer } from "./change/answer-document";
import type { UnitFacts } from "./change/unit-facts";
import type { UnitSides } from "./change/unit-sides";
import type { PersonaChange, ReviewAnswer } from "./document";

/** The people who are served something else in a unit, or perhaps. */
export function personaChangesOf(
  sides: UnitSides,
  facts: UnitFacts,
  personas: Personas,
  project: string,
): readonly PersonaChange[] {
  const { unit } = sides;
  return Object.entries(personas).flatMap(([persona, person]) => {
    const [before, after] = [answerOn(sides, facts, person, "before"), answerOn(sides, facts, person, "after")];
    const moved = movedPercent(sides, before, after);
    if (moved === 0 && before.answer.text === after.answer.text) return [];
    const { environment, flag } = unit;
    return [{ persona, environment, project, flag, before: before.answer, after: after.answer, moved_percent: moved }];
  });
}

interface Side {
  readonly answer: ReviewAnswer;
  readonly slice?: Slice;
}

function answerOn({ change, unit, ...sides }: UnitSides, facts: UnitFacts, person: Person, side: "before" | "after"): Side {
  const missing = facts.missing(unit, side);
  if (missing !== undefined) return { answer: absentAnswer(missing) };
  const world = change[side];
  if (!world || !sides[side]) return { answer: unknownAnswer([facts.whyNoWorld]) };
  return { answer: answerDocument(evaluate(world, unit.environment, unit.flag, person)), slice: { world, person } };
}

function movedPercent({ unit }: UnitSides, before: Side, after: Side): number | null {
  if (before.answer.kind === "absent") return 0;
  if (after.answer.kind === "absent") return before.answer.kind === "unknown" ? null : 100;
  if (!before.slice || !after.slice) return null;
  return movedShare(before.slice, after.slice, unit);
}
