import type { EmulatorOptions, VercelEmulator } from "../../../src/emulator/vercel/emulator";
import { startVercelEmulator } from "../../../src/emulator/vercel/emulator";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The text as it came: 304 and 204 have none. */
  readonly text: string;
  /** Parsed JSON, or null where there is none. */
  readonly body: unknown;
}

/** One emulator with one project of a team, for tests that talk to it over HTTP. */
export interface EmulatorClient {
  readonly emulator: VercelEmulator;
  readonly project: string;
  /** `flags`, `segments/x`: below the project; the team is named unless the path says otherwise. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Makes what must succeed, and returns it. */
  make(path: string, body: unknown): Promise<Record<string, unknown>>;
}

const running: VercelEmulator[] = [];

/** To be called after each test: stops what it started. */
export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((each) => each.stop()));
}

export async function start(options: EmulatorOptions = {}): Promise<VercelEmulator> {
  const emulator = await startVercelEmulator(options);
  running.push(emulator);
  return emulator;
}

export async function openClient(options: EmulatorOptions = {}, project: object = {}): Promise<EmulatorClient> {
  const emulator = await start(options);
  const planted = emulator.seed({ projects: [{ name: "shop", ...project }] }).projects[0];
  if (!planted) throw new Error("the seed makes one project");
  const call: EmulatorClient["call"] = (method, path, body, headers) => {
    const below = `/v1/projects/shop/feature-flags/${path}`;
    return send(emulator, method, withTeam(emulator, below), body, headers);
  };
  const make: EmulatorClient["make"] = async (path, body) => {
    const answer = await call("PUT", path, body);
    if (answer.status !== 201) throw new Error(`PUT ${path} answered ${answer.status} ${answer.text}`);
    return answer.body as Record<string, unknown>;
  };
  return { emulator, project: planted.id, call, make };
}

export function withTeam(emulator: VercelEmulator, path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}teamId=${emulator.team.id}`;
}

/** Sends a request with the token, unless other headers say otherwise. */
export async function send(
  emulator: VercelEmulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(emulator.url + path, {
    method,
    headers: { authorization: `Bearer ${emulator.key}`, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

export const variant = (variantId: string): object => ({ type: "variant", variantId });

/** An environment that serves one variant to everybody. */
export function serving(variantId: string, more: object = {}): Record<string, unknown> {
  return { active: true, pausedOutcome: variant("off"), fallthrough: variant(variantId), rules: [], ...more };
}

/** A boolean flag, off everywhere. */
export function booleanFlag(slug: string, more: object = {}): object {
  return {
    slug,
    kind: "boolean",
    variants: [
      { id: "off", value: false, label: "Off" },
      { id: "on", value: true, label: "On" },
    ],
    environments: { production: serving("off"), preview: serving("off"), development: serving("off") },
    seed: 0,
    ...more,
  };
}

/** A rule that gives the variant `on` to whom one condition holds for. */
export function ruleOn(id: string, condition: object, outcome: object = variant("on")): object {
  return { id, conditions: [condition], outcome };
}

export function inSegment(id: unknown, cmp = "eq"): object {
  return { lhs: { type: "segment" }, cmp, rhs: id };
}

export const userId = { type: "entity", kind: "user", attribute: "id" };
