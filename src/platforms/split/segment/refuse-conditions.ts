import { type FlagValue, sameValue } from "../../model/flag-value";
import type { SegmentCondition, SegmentRule } from "../../model/segment-rule";
import { conditionsIn } from "../../model/segment-rule-meaning";

/** What Split would refuse in a condition, or return in another form. */
export function refuseConditions(rules: readonly SegmentRule[]): string | undefined {
  const all = conditionsIn(rules);
  return all.map(refuseCondition).find((refusal) => refusal !== undefined);
}

const NUMERIC = new Set(["at_least", "at_most", "between"]);

function refuseCondition({ operator, trait, value, values, type }: SegmentCondition): string | undefined {
  const given = values ?? (value === null ? [] : [value]);
  const takesValues = operator !== "is_set" && operator !== "is_not_set";
  if (trait === "") return `${operator} has an empty trait: set one, or remove it to test the identity itself`;
  if (trait !== null && trait.trim() !== trait) return spaces(`the trait "${trait}"`);
  if (takesValues && given.length === 0)
    return `${operator} has no values, and Split requires at least one: list them, or remove the condition`;
  if (given.includes("")) return `${operator} has an empty value, which Split refuses: set a text, or remove the value`;
  const ragged = given.find((each) => each.trim() !== each);
  if (ragged !== undefined) return spaces(`the value "${ragged}"`);
  if (type === "version") return refuseVersions(operator, given);
  if (type === "date") return refuseDates(operator, given);
  if (type === "number" || (type === null && NUMERIC.has(operator))) return refuseNumbers(operator, given);
  return undefined;
}

function spaces(what: string): string {
  return `${what} begins or ends with white space, which Split may remove: remove it`;
}

/** What Split takes for a version: all three numbers. */
const VERSION = /^(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

function refuseVersions(operator: string, given: readonly string[]): string | undefined {
  const wrong = given.find((each) => !VERSION.test(each));
  if (wrong !== undefined) {
    const nearest = /^\d+(\.\d+)?$/.test(wrong) ? `${wrong}${".0".repeat(3 - wrong.split(".").length)}` : "1.2.3";
    return `"${wrong}" is not a version: Split expects three numbers, such as ${nearest}`;
  }
  const [from = [], to = []] = given.map((each) => (VERSION.exec(each) ?? []).slice(1, 4).map(BigInt));
  const at = from.findIndex((part, index) => part !== to[index]);
  return operator === "between" && at >= 0 && (from[at] ?? 0n) > (to[at] ?? 0n) ? reversed(given) : undefined;
}

/** As Terraform's own `timestamp()` gives it. Split counts milliseconds since 1970. */
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

function refuseDates(operator: string, given: readonly string[]): string | undefined {
  const wrong = given.find((each) => !DATE.test(each) || !isDay(each));
  if (wrong !== undefined) return `"${wrong}" is not a date: write it as 2026-01-31T00:00:00Z`;
  const early = given.find((each) => Date.parse(each) < 0);
  if (early !== undefined) return `"${early}" is before 1970, where Split's dates begin`;
  const [from = 0, to = 0] = given.map((each) => Date.parse(each));
  return operator === "between" && from > to ? reversed(given) : undefined;
}

/** JavaScript takes the 31st of February for the 3rd of March. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split("-").map(Number);
  return Number.isFinite(Date.parse(text)) && new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

function refuseNumbers(operator: string, given: readonly string[]): string | undefined {
  const wrong = given.find((each) => !Number.isFinite(Number(each)));
  if (wrong !== undefined) return `"${wrong}" is not a number: set another type`;
  const changed = given.find((each) => !sameValue(numberOf(each), numberOf(String(Number(each)))));
  if (changed !== undefined)
    return `Split stores numbers as JavaScript does, and would return "${changed}" as ${String(Number(changed))}: write that`;
  const [from = 0, to = 0] = given.map(Number);
  return operator === "between" && from > to ? reversed(given) : undefined;
}

function numberOf(text: string): FlagValue {
  return { kind: "number", value: text };
}

function reversed([from = "", to = ""]: readonly string[]): string {
  return `between goes from the lower to the upper end, not from ${from} to ${to}: swap them`;
}
