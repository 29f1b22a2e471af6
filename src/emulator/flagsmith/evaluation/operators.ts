import { matchesPattern } from "../../wire/matches-pattern";
import { floatText, parseFloatingPoint, parseInteger } from "../drf/python-text";
import type { TraitValue } from "../store/records";
import { CrashError } from "../wire/api-error";
import type { Engine } from "./engine";
import { compareVersions, parseVersion } from "./semantic-version";

/** Compares a trait with the text of a condition, as the server's engine does: the text is cast to the trait's type. */
export function matchesOperator(operator: string, text: string, trait: TraitValue): boolean {
  switch (operator) {
    case "EQUAL":
      return compared(text, trait, (order) => order === 0);
    case "NOT_EQUAL":
      return compared(text, trait, (order) => order !== 0);
    case "GREATER_THAN":
      return compared(text, trait, (order) => order > 0);
    case "GREATER_THAN_INCLUSIVE":
      return compared(text, trait, (order) => order >= 0);
    case "LESS_THAN":
      return compared(text, trait, (order) => order < 0);
    case "LESS_THAN_INCLUSIVE":
      return compared(text, trait, (order) => order <= 0);
    case "CONTAINS":
      return trait.kind === "string" && trait.value.includes(text);
    case "NOT_CONTAINS":
      return trait.kind === "string" && !trait.value.includes(text);
    case "REGEX":
      return matchesPython(text, traitText(trait));
    case "MODULO":
      return matchesModulo(text, trait);
    default:
      return false;
  }
}

/** A JSON list of values, or words separated by commas. Numbers compare as text, booleans and floats never match. */
export function isIn(text: string, trait: TraitValue | undefined, engine: Engine): boolean {
  if (trait?.kind !== "string" && trait?.kind !== "integer") return false;
  return (engine.readsJsonLists ? words(text) : text.split(",")).includes(String(trait.value));
}

/** `str(value)`. */
export function traitText(trait: TraitValue): string {
  if (trait.kind === "boolean") return trait.value ? "True" : "False";
  return trait.kind === "float" ? floatText(trait.value) : String(trait.value);
}

/** Text that looks like a number is treated as one, whatever type the trait was sent with. */
export function coerced(trait: TraitValue): TraitValue {
  if (trait.kind !== "string") return trait;
  if (/^-?[0-9]+$/.test(trait.value)) return { kind: "integer", value: Number(trait.value) };
  if (/^-?[0-9]+\.[0-9]+$/.test(trait.value)) return { kind: "float", value: Number(trait.value) };
  return trait;
}

/** Text that cannot be cast matches no operator, not even NOT_EQUAL. */
function compared(text: string, trait: TraitValue, accept: (order: number) => boolean): boolean {
  const order = compare(text, trait);
  return order !== undefined && accept(order);
}

function compare(text: string, trait: TraitValue): number | undefined {
  switch (trait.kind) {
    case "boolean":
      return Number(trait.value) - Number(text !== "False" && text !== "false");
    case "integer": {
      const other = parseInteger(text);
      return other === undefined ? undefined : Math.sign(trait.value - Number(other));
    }
    case "float": {
      const other = parseFloatingPoint(text);
      return other === undefined ? undefined : Math.sign(trait.value - other);
    }
    case "string":
      return text.endsWith(":semver")
        ? compareAsVersions(text.slice(0, -":semver".length), trait.value)
        : byCodePoint(trait.value, text);
  }
}

function compareAsVersions(text: string, trait: string): number | undefined {
  const one = parseVersion(trait);
  const other = parseVersion(text);
  return one && other && compareVersions(one, other);
}

/** UTF-8 keeps the order of code points, which is Python's. */
function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function words(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed))
      return parsed.map((each) => (typeof each === "boolean" ? (each ? "True" : "False") : String(each)));
  } catch {
    // Not JSON: comma-separated words.
  }
  return text.split(",");
}

/** `re.match`: anchored at the start only. Python's spelling of names and of inline flags is translated. */
function matchesPython(pattern: string, text: string): boolean {
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  const source = pattern
    .slice(flags?.[0].length ?? 0)
    .replaceAll("(?P<", "(?<")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replaceAll("\\A", "^")
    .replaceAll("\\Z", "$");
  // `[]` is an empty class in JavaScript and the start of a class in Python.
  if (/(?:^|[^\\])\[\^?\][^\]]*$/.test(source)) throw new CrashError(`re.error: ${pattern}`);
  try {
    return matchesPattern(source, text, `y${flags?.[1] ?? ""}`);
  } catch {
    throw new CrashError(`re.error: ${pattern}`);
  }
}

/** "divisor|remainder"; the remainder has the divisor's sign, as in Python. */
function matchesModulo(text: string, trait: TraitValue): boolean {
  if (trait.kind === "string") return false;
  const parts = text.split("|").map(parseFloatingPoint);
  const [divisor, remainder] = parts;
  if (parts.length !== 2 || divisor === undefined || remainder === undefined) return false;
  if (divisor === 0) throw new CrashError("ZeroDivisionError");
  const value = Number(trait.value);
  return value - divisor * Math.floor(value / divisor) === remainder;
}
