import type { PageAnswer, PageFlags, PageQuestion } from "../view-model";

/** What the emulator says when it refuses. */
class Refused extends Error {}

const PAGE = "/__emulator_page__/";
const CONTROL = "/__emulator__/";
export const LOG = `${PAGE}log`;

export function loadFlags(project: string, find: string): Promise<PageFlags> {
  return ask<PageFlags>(`${PAGE}flags?${new URLSearchParams({ project, find }).toString()}`);
}

export async function loadAnswers(question: PageQuestion): Promise<readonly PageAnswer[]> {
  const { answers } = await ask<{ readonly answers: readonly PageAnswer[] }>(`${PAGE}served`, post(question));
  return answers;
}

/** A fault as the control endpoint shows it. */
export interface SetFault {
  readonly kind: string;
  readonly method?: string;
  readonly path?: string;
  readonly nth: number;
  readonly times: number;
  readonly matched: number;
  readonly isOver: boolean;
}

export async function loadFaults(token: string): Promise<readonly SetFault[]> {
  const { faults } = await ask<{ readonly faults: readonly SetFault[] }>(`${CONTROL}faults`, withToken(token, {}));
  return faults;
}

export function addFault(token: string, fault: unknown): Promise<unknown> {
  return ask(`${CONTROL}faults`, withToken(token, post(fault)));
}

export function clear(token: string, what: "faults" | "requests"): Promise<unknown> {
  return ask(`${CONTROL}${what}`, withToken(token, { method: "DELETE" }));
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { cache: "no-store", ...init });
  const text = await response.text();
  const body = text === "" ? undefined : (JSON.parse(text) as T & { readonly detail?: string });
  if (!response.ok) throw new Refused(body?.detail ?? `The emulator answered ${response.status}.`);
  return body as T;
}

function post(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** A header takes no line breaks and nothing beyond Latin-1: such a token is wrong in any case. */
function withToken(token: string, init: RequestInit): RequestInit {
  return { ...init, headers: { ...init.headers, authorization: `Bearer ${encodeURI(token)}` } };
}

/** The words for an error. */
export function wordsOf(failure: unknown): string {
  if (failure instanceof Refused) return failure.message;
  return "The emulator does not answer. Was it stopped?";
}
