import { evaluate } from "../../serving/evaluate";
import { answerDocument, percentText } from "../change/answer-document";
import { isReshuffled } from "../change/reshuffled";
import { hasAudience, sliceOf } from "../change/slices";
import type { AudienceChange, ReviewAnswer, ReviewAudience, ReviewOutcome } from "../document";
import { quote } from "../words";
import { type DangerContext, type FoundDanger, placeOf, type ReviewedUnit, unitDanger } from "./found-danger";

/** Dangers in what people are served. */
export function servingDangers(unit: ReviewedUnit, context: DangerContext): readonly FoundDanger[] {
  const lifted = killLifted(unit);
  return [...lifted, ...(lifted.length > 0 ? [] : allAtOnce(unit)), ...productionFirst(unit, context), ...reshuffled(unit)];
}

function everyoneIn({ change }: ReviewedUnit): AudienceChange | undefined {
  return change.audiences.find(({ audience }) => audience.kind === "everyone");
}

function killLifted(unit: ReviewedUnit): readonly FoundDanger[] {
  const { before, after } = unit.sides;
  if (!before?.killed.known || !before.killed.value || !after) return [];
  if (after.killed.known && after.killed.value) return [];
  const served = everyoneIn(unit)?.after.text;
  const what = served === undefined ? "" : `: everyone else gets ${quote(served)}`;
  return [unitDanger("kill-lifted", unit, `${placeOf(unit)} is killed, and the apply ends that${what}`)];
}

/** Something that nobody was served is served to everyone. */
function allAtOnce(unit: ReviewedUnit): readonly FoundDanger[] {
  const everyone = everyoneIn(unit);
  if (!unit.production || !everyone) return [];
  const { before, after, moved_percent: moved } = everyone;
  if (moved !== 100 || before.kind === "absent" || after.kind === "absent") return [];
  if (after.kind === "served" && after.outcomes.length > 1) return [];
  const text = `${placeOf(unit)} goes from ${quote(before.text)} to ${quote(after.text)} for everyone else at once`;
  return [unitDanger("all-at-once", unit, text)];
}

/** On in production, while it is on nowhere else. */
function productionFirst(unit: ReviewedUnit, { isProduction }: DangerContext): readonly FoundDanger[] {
  const everyone = everyoneIn(unit);
  if (!unit.production || everyone?.after.kind !== "served") return [];
  const { after, before } = everyone;
  const fresh = after.outcomes.filter(
    (each) => each.enabled && !(before.kind === "served" && before.outcomes.some((was) => sameForPeople(was, each))),
  );
  // A value of its own differs between environments by nature; that it is on at all does not.
  const telling = fresh.filter(
    ({ variant }) => variant !== null || before.kind !== "served" || !before.outcomes.some(({ enabled }) => enabled),
  );
  const others = othersThan(unit, isProduction);
  if (telling.length === 0 || others.length === 0) return [];
  const isTried = others.some(({ answer }) => {
    if (answer.kind !== "served") return true;
    return telling.every((each) =>
      answer.outcomes.some((there) => (each.variant === null ? there.enabled : sameForPeople(there, each))),
    );
  });
  if (isTried) return [];
  const where = others.map(({ environment, answer }) => `${quote(environment)} gets ${quote(answer.text)}`).join(", ");
  const what = telling
    .map(({ text, percent }) => quote(percent === 100 ? text : `${percentText(percent)} ${text}`))
    .join(", ");
  return [
    unitDanger("production-first", unit, `${placeOf(unit)} serves ${what}, which is not tried anywhere else: ${where}`),
  ];
}

/** What everyone else gets of the flag, after the apply, in environments that are not production. */
function othersThan(
  { sides: { unit, change } }: ReviewedUnit,
  isProduction: (environment: string) => boolean,
): readonly { readonly environment: string; readonly answer: ReviewAnswer }[] {
  const { after } = change;
  if (!after) return [];
  return [...after.definitions].flatMap(([environment, flags]) => {
    const definition = flags.get(unit.flag);
    if (!definition || environment === unit.environment || isProduction(environment)) return [];
    const slice = sliceOf(after, definition, { kind: "everyone", name: null });
    const answer = answerDocument(evaluate(slice.world, environment, unit.flag, slice.person));
    return [{ environment, answer }];
  });
}

function sameForPeople(one: ReviewOutcome, other: ReviewOutcome): boolean {
  return one.enabled === other.enabled && one.variant === other.variant && one.value === other.value;
}

/** Shares that stay what they are, with other people in them. */
function reshuffled(unit: ReviewedUnit): readonly FoundDanger[] {
  if (!isReshuffled(unit.sides, unit.facts)) return [];
  return unit.change.audiences.flatMap(({ audience, before, after }) => {
    const isSplit = (answer: ReviewAnswer): boolean => answer.kind === "served" && answer.outcomes.length > 1;
    if (!isSplit(before) || !isSplit(after)) return [];
    const text = `${placeOf(unit)}: ${inWords(audience)} falls into other shares than before, whatever the percentages are`;
    return [unitDanger("reshuffled", unit, text, audience)];
  });
}

/** Overrides and rules that go, where that changes what their audience gets. */
export function lostOverrides(unit: ReviewedUnit, others: ReadonlySet<string>): readonly FoundDanger[] {
  const { sides, change } = unit;
  return change.audiences.flatMap(({ audience, before, after }) => {
    if (audience.kind === "everyone" || after.kind === "absent") return [];
    if (!hasAudience(sides.before, audience) || hasAudience(sides.after, audience)) return [];
    if (others.has(JSON.stringify(audience)) || (before.kind === "served" && before.text === after.text)) return [];
    const noun = audience.kind === "rule" ? "the rule" : "the override for";
    const text = `${placeOf(unit)} loses ${noun} ${inWords(audience)}: ${quote(before.text)} → ${quote(after.text)}`;
    return [unitDanger("override-lost", unit, text, audience)];
  });
}

/** `segment beta`, `everyone else`. */
export function inWords({ kind, name }: ReviewAudience): string {
  return kind === "everyone" ? "everyone else" : `${kind} ${quote(name ?? "")}`;
}
