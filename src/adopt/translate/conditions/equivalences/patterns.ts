import type { SegmentCondition } from "../../../../platforms/model/segment-rule";
import { any, type Formula, literal } from "../formula";
import { type Direction, type Equivalence, wantedBy, withValue } from "./equivalence";

/** Conditions on texts as regular expressions, and simple expressions as conditions. */
export const patterns: Equivalence = (condition, direction) => {
  const { operator, type } = condition;
  if (operator === "matches") return ofExpression(condition, direction);
  if (type !== null && type !== "string") return [];
  const frame = FRAMES.get(operator);
  if (frame === undefined) return [];
  const wanted = wantedBy(condition);
  // Of a boolean, Flagsmith's server matches "True", and some of its SDKs "true".
  if (direction.to === "flagsmith" && wanted.some((each) => /^(true|false)$/i.test(each))) return [];
  const expressions = [wanted.map(escape), wanted.map(inAnyCase)].flatMap((each) => {
    const [only] = each;
    const inner = only !== undefined && each.length === 1 ? only : `(?:${each.join("|")})`;
    return frame.map((around) => around.replace("…", () => inner));
  });
  return expressions.map((value) => literal(withValue(condition, { operator: "matches", value, type: null })));
};

/** Flagsmith matches from the beginning of a text, the others anywhere. */
const ANYTHING = "[\\s\\S]*";
const FRAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ["equal_to", ["^…$"]],
  ["one_of", ["^…$"]],
  ["contains", ["…", `${ANYTHING}…`]],
  ["starts_with", ["^…"]],
  ["ends_with", ["…$", `${ANYTHING}…$`]],
]);

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** Not every dialect has a flag for it. */
function inAnyCase(text: string): string {
  return [...text]
    .map((each) => {
      const [low, high] = [each.toLowerCase(), each.toUpperCase()];
      return low === high || low.length !== high.length ? escape(each) : `[${low}${high}]`;
    })
    .join("");
}

function ofExpression(condition: SegmentCondition, { from, to }: Direction): readonly Formula[] {
  const { value } = condition;
  const pattern = value ?? "";
  const own = from === "flagsmith" ? fromPython(pattern) : pattern;
  if (own === undefined) return [];
  const isAnchored = own.startsWith("^") && !own.includes("|");
  const isSame = isAnchored || (from === "flagsmith") === (to === "flagsmith");
  const around = from === "flagsmith" ? `^(?:${own})` : `${ANYTHING}(?:${own})`;
  const as = (text: string): Formula => literal({ ...condition, value: text });
  const expression = as(from === to ? pattern : isSame ? own : around);
  const plain = plainForms(condition, isAnchored || from !== "flagsmith" ? own : `^${own}`);
  // That a trait is there is what it is for.
  const isPresence = /^\^?\.\*\$?$/.test(own);
  if (isPresence && from !== to) return [...plain, expression];
  return to === "mixpanel" ? plain : [expression];
}

/** Undefined: JavaScript has no such expression. */
function fromPython(pattern: string): string | undefined {
  if (/^\(\?[aiLmsux]+\)/.test(pattern)) return undefined;
  return pattern
    .replaceAll("(?P<", "(?<")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replaceAll("\\A", "^")
    .replaceAll("\\Z", "$");
}

const PLAIN = /^(\^?)([^\\^$.*+?()[\]{}|]*)(\$?)$/;
const EITHER = /^\^\((?:\?:)?([^\\^$.*+?()[\]{}]*)\)\$$/;

function plainForms(condition: SegmentCondition, pattern: string): readonly Formula[] {
  if (/^\^?(\.\*)?\$?$/.test(pattern)) return [literal(withValue(condition, { operator: "is_set" }))];
  const [, either] = EITHER.exec(pattern) ?? [];
  if (either !== undefined) {
    const each = either.split("|").map((value) => literal(withValue(condition, { operator: "equal_to", value })));
    return [literal(withValue(condition, { operator: "one_of", values: either.split("|") })), any(each)];
  }
  const [, start, value, end] = PLAIN.exec(pattern) ?? [];
  if (value === undefined || value === "") return [];
  const operator = start === "^" ? (end === "$" ? "equal_to" : "starts_with") : end === "$" ? "ends_with" : "contains";
  return [literal(withValue(condition, { operator, value }))];
}
