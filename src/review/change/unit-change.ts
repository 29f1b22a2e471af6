import { evaluate } from "../../serving/evaluate";
import { movedShare } from "../../serving/moved/moved-share";
import type { Slice } from "../../serving/moved/slice";
import type { World, WorldDefinition } from "../../serving/world/world";
import type { AudienceChange, FlagChange, ReviewAnswer, ReviewAudience } from "../document";
import { absentAnswer, answerDocument, unknownAnswer } from "./answer-document";
import { audienceNotes, definitionNotes } from "./change-notes";
import { isReshuffled } from "./reshuffled";
import { audiencesOf, hasAudience, sliceOf } from "./slices";
import type { UnitFacts } from "./unit-facts";
import type { UnitSides } from "./unit-sides";

/** What changes for whom; undefined where nothing does. */
export function flagChangeOf(sides: UnitSides, facts: UnitFacts): FlagChange | undefined {
  const { unit, before, after } = sides;
  const audiences = audiencesOf([before, after]).flatMap((audience) => audienceChangeOf(sides, facts, audience) ?? []);
  const notes = definitionNotes(sides, facts);
  if (audiences.length === 0 && notes.length === 0) return undefined;
  const everyone = audiences.find(({ audience }) => audience.kind === "everyone");
  const addresses = facts.addresses(unit);
  return {
    flag: unit.flag,
    moved_percent: everyone ? everyone.moved_percent : 0,
    audiences,
    notes: [...notes],
    addresses: [...addresses],
  };
}

function audienceChangeOf(sides: UnitSides, facts: UnitFacts, audience: ReviewAudience): AudienceChange | undefined {
  const { before: was, after: is } = sides;
  const [before, after] = (["before", "after"] as const).map((side) => answerOn(sides, facts, audience, side));
  if (!before || !after) return undefined;
  const notes = audienceNotes(sides, facts, audience);
  const isSame = fingerprint(sides.change.before, was, audience) === fingerprint(sides.change.after, is, audience);
  const isUntouched = isSame && notes.length === 0 && before.answer.text === after.answer.text;
  const moved = movedPercent(sides, facts, before, after, isUntouched);
  if (moved === 0 && before.answer.text === after.answer.text && notes.length === 0) return undefined;
  return { audience, before: before.answer, after: after.answer, moved_percent: moved, notes: [...notes] };
}

interface SideAnswer {
  readonly answer: ReviewAnswer;
  /** Absent where nothing can be evaluated. */
  readonly slice?: Slice;
}

function answerOn(sides: UnitSides, facts: UnitFacts, audience: ReviewAudience, side: "before" | "after"): SideAnswer {
  const { unit, change } = sides;
  const [world, definition] = [change[side], sides[side]];
  const missing = facts.missing(unit, side);
  if (missing !== undefined) return { answer: absentAnswer(missing) };
  if (!world) return { answer: unknownAnswer([facts.whyNoWorld]) };
  if (!definition)
    return { answer: unknownAnswer([`no resource of this plan manages ${unit.flag} in ${unit.environment}`]) };
  const slice = sliceOf(world, definition, audience);
  const answer = answerDocument(evaluate(slice.world, unit.environment, unit.flag, slice.person));
  if (answer.kind === "unknown" && facts.hasSecrets(unit, side)) return { answer: { ...answer, because: [SECRET] }, slice };
  return { answer, slice };
}

const SECRET = "a sensitive value decides, and a review shows none";

/** Where a flag is new, nobody could be served it; where it goes, everybody who was is served something else. */
function movedPercent(
  sides: UnitSides,
  facts: UnitFacts,
  before: SideAnswer,
  after: SideAnswer,
  isSame: boolean,
): number | null {
  if (before.answer.kind === "absent") return 0;
  if (after.answer.kind === "absent") return before.answer.kind === "unknown" ? null : 100;
  if (isSame && !isReshuffled(sides, facts)) return 0;
  if (!before.slice || !after.slice) return null;
  const splits = [before.answer, after.answer].some((each) => each.kind === "served" && each.outcomes.length > 1);
  if (splits && isReshuffled(sides, facts)) return null;
  return movedShare(before.slice, after.slice, sides.unit);
}

/** All that decides what an audience gets, to tell "unknown, and untouched" from "unknown". */
function fingerprint(world: World | undefined, definition: WorldDefinition | undefined, audience: ReviewAudience): string {
  if (!world || !definition) return "";
  const { enabled, serve, killed, whenOff, allocation, reuse, variants, rules, segmentOverrides, identityOverrides } =
    definition;
  const flag = world.flags.get(definition.flag);
  const own = [killed, whenOff, allocation, reuse, variants, flag?.type, flag?.variants, flag?.archived];
  const named = ({ subject }: { readonly subject: string }): boolean => subject === audience.name;
  switch (audience.kind) {
    case "everyone":
      return JSON.stringify([own, enabled, serve]);
    case "segment":
    case "identity": {
      const { entries } = audience.kind === "segment" ? segmentOverrides : identityOverrides;
      const found = entries.find(named);
      if (!found) return JSON.stringify([own, enabled, serve]);
      return JSON.stringify([own, found.priority, found.enabled, found.serve]);
    }
    case "rule":
      return JSON.stringify([
        own,
        hasAudience(definition, audience) && rules.known ? rules.value.find(({ key }) => key === audience.name) : null,
      ]);
  }
}
