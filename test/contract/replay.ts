import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { differences } from "./difference";
import type { Recording, Step } from "./recording";
import type { Variables } from "./variables";
import { dig, fill, fillText } from "./variables";

/** The headers that were recorded: they must be there, and not be there, as they were. */
const HEADERS = [
  "content-type",
  "allow",
  "www-authenticate",
  "retry-after",
  "last-modified",
  "x-flagsmith-document-updated-at",
];

/** Headers whose value is a time: only their form can be compared. */
const TIMES: Readonly<Record<string, RegExp>> = {
  "last-modified": /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/,
  "x-flagsmith-document-updated-at": /^\d+\.\d{1,6}$/,
};

/** Sends every step of a recording over HTTP; the result is a text for each step that was answered otherwise. */
export async function replay(
  recording: Recording,
  emulator: FlagsmithEmulator,
  beforeStep: (index: number) => void = () => undefined,
): Promise<string[]> {
  const variables: Variables = new Map<string, unknown>([
    ["organisation", emulator.organisationId],
    ["stamp", "123456"],
    ["base", emulator.url],
  ]);
  const problems: string[] = [];
  for (const [index, step] of recording.steps.entries()) {
    beforeStep(index);
    const found = await replayStep(step, emulator, variables);
    if (found.length > 0) {
      const sent = `${step.request.method} ${fillText(step.request.path, variables)} ${JSON.stringify(step.request.body) ?? ""}`;
      problems.push([`#${index} ${step.name}`, `  ${sent}`, ...found.map((each) => `  ${each}`)].join("\n"));
    }
  }
  return problems;
}

async function replayStep(step: Step, emulator: FlagsmithEmulator, variables: Variables): Promise<string[]> {
  const response = await fetch(emulator.url + fillText(step.request.path, variables), {
    method: step.request.method,
    headers: headersOf(step, emulator, variables),
    body: bodyOf(step, variables),
    redirect: "manual",
  });
  const text = await response.text();
  const problems: string[] = [];
  if (response.status !== step.response.status)
    problems.push(`status: recorded ${step.response.status}, got ${response.status} ${text}`);
  problems.push(...HEADERS.flatMap((name) => headerProblems(name, step.response.headers[name], response.headers.get(name))));
  if (isText(step.response.body)) return problems;
  const body = parse(text);
  for (const [name, path] of Object.entries(step.keep)) variables.set(name, dig(body, path));
  return [...problems, ...differences(step.response.body, body, variables)];
}

function headersOf(step: Step, emulator: FlagsmithEmulator, variables: Variables): Record<string, string> {
  const keys = { admin: emulator.key, limited: emulator.limitedKey, wrong: "wrong.key", none: undefined };
  const key = keys[step.request.auth];
  const own = Object.entries(step.request.headers ?? {}).map(([name, value]) => [name, fillText(value, variables)]);
  return {
    "content-type": "application/json",
    ...(key !== undefined && { authorization: `Api-Key ${key}` }),
    ...(Object.fromEntries(own) as Record<string, string>),
  };
}

function bodyOf(step: Step, variables: Variables): string | null {
  if (step.request.raw !== undefined) return step.request.raw;
  return step.request.body === undefined ? null : JSON.stringify(fill(step.request.body, variables));
}

function headerProblems(name: string, recorded: string | undefined, actual: string | null): string[] {
  const form = TIMES[name];
  const matches = form && recorded !== undefined ? actual !== null && form.test(actual) : (recorded ?? null) === actual;
  return matches ? [] : [`header ${name}: recorded ${recorded ?? "none"}, got ${actual ?? "none"}`];
}

/** Text that is not JSON stays text: the comparison shows it. */
function parse(text: string): unknown {
  try {
    return text === "" ? null : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

/** A body that is not JSON: only its status was recorded to count. */
function isText(body: unknown): boolean {
  return typeof body === "object" && body !== null && "$text" in body;
}
