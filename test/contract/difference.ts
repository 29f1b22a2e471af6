import type { Variables } from "./variables";
import { fillText } from "./variables";

const ID = (value: unknown): boolean => typeof value === "number" && Number.isInteger(value);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** Where an answer is not as recorded: one line for each place, none when all is well. */
export function differences(expected: unknown, actual: unknown, variables: Variables, at = "body"): string[] {
  if (typeof expected === "string") return textMatches(expected, actual, variables) ? [] : [line(at, expected, actual)];
  if (typeof expected !== "object" || expected === null) return expected === actual ? [] : [line(at, expected, actual)];
  if (Array.isArray(expected) !== Array.isArray(actual) || typeof actual !== "object" || actual === null) {
    return [line(at, expected, actual)];
  }
  const [wanted, found] = [new Map(Object.entries(expected)), new Map(Object.entries(actual))];
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((name) => {
    const place = `${at}.${name}`;
    if (!found.has(name)) return [`${place}: missing, recorded ${JSON.stringify(wanted.get(name))}`];
    if (!wanted.has(name)) return [`${place}: not in the recording, got ${JSON.stringify(found.get(name))}`];
    return differences(wanted.get(name), found.get(name), variables, place);
  });
}

function textMatches(expected: string, actual: unknown, variables: Variables): boolean {
  if (expected === "{id}") return ID(actual);
  if (expected === "{uuid}") return typeof actual === "string" && UUID.test(actual);
  if (expected === "{time}") return typeof actual === "string" && TIME.test(actual);
  const whole = /^\{(\w+)\}$/.exec(expected)?.[1];
  if (whole !== undefined) return variables.has(whole) && variables.get(whole) === actual;
  return fillText(expected, variables) === actual;
}

function line(at: string, expected: unknown, actual: unknown): string {
  return `${at}: recorded ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}
