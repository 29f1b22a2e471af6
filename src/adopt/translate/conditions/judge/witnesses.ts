import type { SegmentCondition } from "../../../../platforms/model/segment-rule";
import type { TraitValue } from "../../../../serving/person";
import { textsNear } from "./texts-near";

/** Kinds of values that platforms compare differently. */
export const KINDS = {
  absent: "not there",
  text: "text",
  "other case": "in another letter case",
  "other date": "a time written in another way",
  "no time": "text that is not a time",
  "line break": "text with a line break",
  empty: "an empty text",
  "numeric text": "a number as text",
  number: "a number",
  boolean: "a boolean",
  list: "a list",
} as const;

export type Kind = keyof typeof KINDS;

/** A value to ask both platforms of. */
export interface Witness {
  readonly kind: Kind;
  readonly value: TraitValue | undefined;
}

/** Values on both sides of everything that a condition distinguishes, and some of every other kind. */
export function witnessesOf(condition: SegmentCondition): readonly Witness[] {
  const wanted = someOf(condition.values ?? (condition.value === null ? [] : [condition.value]));
  const texts = [...[...wanted, "neither"].flatMap((each) => textsNear(each, condition)), ...ODD];
  const numbers = [...wanted.flatMap((each) => numbersNear(each, condition)), 0, 1, 12, 3.25, -2];
  const [first = "one", second = "two"] = wanted;
  // A list that is read as text contains a part of a member too.
  const lists = [
    [],
    [first],
    [second],
    [first, second],
    [first, second, "neither"],
    ["neither"],
    wanted,
    [first, first],
    [`x${first}x`],
  ];
  const numeric = wanted.map(Number).filter((each) => Number.isFinite(each));
  return [
    { kind: "absent", value: undefined },
    { kind: "empty", value: "" },
    ...texts.map((value) => ({ kind: condition.type === "date" ? kindOfTime(value) : kindOf(value, wanted), value })),
    ...timesNear(wanted, condition),
    ...[...new Set(numbers)].map((value) => ({ kind: "number" as const, value })),
    { kind: "boolean", value: true },
    { kind: "boolean", value: false },
    ...[...lists, ...(numeric.length === 0 ? [] : [numeric])].map((value) => ({ kind: "list" as const, value })),
  ];
}

/** Of a long list a few, of each kind. */
function someOf(wanted: readonly string[]): readonly string[] {
  if (wanted.length <= 6) return wanted;
  const numeric = wanted.filter(isNumeric);
  const others = wanted.filter((each) => !isNumeric(each));
  return [...new Set([numeric, others].flatMap((each) => [...each.slice(0, 2), ...each.slice(-1)]))];
}

/** Texts that look like something else, and one after most others. */
const ODD = ["12", "0", "-3.5", "true", "false", "zz", "\u{1f600}"];

function kindOf(text: string, wanted: readonly string[]): Kind {
  if (text === "") return "empty";
  if (text.includes("\n")) return "line break";
  if (isNumeric(text)) return "numeric text";
  const low = text.toLowerCase();
  const isOtherCase = wanted.some((each) => low.includes(each.toLowerCase()) && !text.includes(each));
  return isOtherCase ? "other case" : "text";
}

function kindOfTime(text: string): Kind {
  const usual = kindOf(text, []);
  if (usual !== "text") return usual;
  return Number.isNaN(Date.parse(text)) ? "no time" : TIME.test(text) ? "text" : "other date";
}

/** As conditions write it. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

export function isNumeric(text: string): boolean {
  return /^-?[0-9]+(\.[0-9]+)?$/.test(text);
}

const STEPS = [1000, 60_000, 3_600_000, 86_400_000];

function numbersNear(text: string, { type }: SegmentCondition): readonly number[] {
  if (type === "date") {
    const time = Date.parse(text);
    const day = Math.floor(time / 86_400_000) * 86_400_000;
    const near = [time, day, time - 1, time + 1, day - 1, ...STEPS.flatMap((step) => [time - step, time + step])];
    return near.filter((each) => Number.isFinite(each));
  }
  const number = text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(number) ? [number, number + 1, number - 1, number + 0.5, number - 0.5, number / 2] : [];
}

/** Times as text: as the condition writes them, and otherwise. */
function timesNear(wanted: readonly string[], { type }: SegmentCondition): readonly Witness[] {
  if (type !== "date") return [];
  const times = wanted.map(Date.parse).filter((each) => Number.isFinite(each));
  const near = times.flatMap((time) => [time, ...STEPS.flatMap((step) => [time - step, time + step])]);
  return near.flatMap((time): Witness[] => {
    const full = new Date(time).toISOString();
    return [
      { kind: "text", value: full.replace(".000Z", "Z") },
      { kind: "other date", value: full },
      { kind: "other date", value: full.replace(/Z$/, "+09:00") },
      { kind: "other date", value: full.slice(0, 10) },
    ];
  });
}
