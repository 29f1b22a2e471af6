import type { EmulatorOptions, MixpanelEmulator, Question, Served } from "../../../src/emulator/mixpanel/emulator";
import { startMixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text when it is none. */
  readonly body: unknown;
  /** `results` of the envelope; throws when the answer is no success. */
  results(): Record<string, unknown>;
  /** `error` of a refusal; throws when the answer is none. */
  error(): string;
}

/** One emulator with one project, for tests that talk to it over HTTP. */
export interface Desk {
  readonly emulator: MixpanelEmulator;
  readonly project: number;
  readonly workspace: number;
  /** Paths: the flags of the data view, one of them, the project's cohorts. */
  readonly flags: string;
  flag(id: unknown, action?: string): string;
  readonly cohorts: string;
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Makes a flag, switched on when the body says so. */
  created(body?: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  served(flag: string, who: string, more?: Partial<Question>): Served;
}

const running: MixpanelEmulator[] = [];

/** To be called after each test: stops what it started. */
export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((each) => each.stop()));
}

export async function start(options: EmulatorOptions = {}): Promise<MixpanelEmulator> {
  const emulator = await startMixpanelEmulator(options);
  running.push(emulator);
  return emulator;
}

export async function openDesk(options: EmulatorOptions = {}): Promise<Desk> {
  const emulator = await start(options);
  const project = emulator.planted.projects[0];
  const workspace = project?.workspaces[0];
  if (!project || !workspace) throw new Error("the emulator starts with a project and a data view");
  const flags = `/api/app/projects/${project.id}/workspaces/${workspace.id}/feature-flags`;
  const call: Desk["call"] = (method, path, body, headers) => send(emulator, method, path, body, headers);
  return {
    emulator,
    project: project.id,
    workspace: workspace.id,
    flags,
    flag: (id, action = "") => `${flags}/${String(id)}${action}`,
    cohorts: `/api/app/projects/${project.id}/cohorts`,
    call,
    created: async (body = {}) => {
      const made = (await call("POST", flags, gate(body))).results();
      if (body.status !== "enabled") return made;
      return (await call("PUT", `${flags}/${String(made.id)}`, { ...gate(body), hash_salt: made.hash_salt })).results();
    },
    served: (flag, who, more = {}) => {
      const context = { distinct_id: who, ...more.context };
      return emulator.evaluate({ project: project.id, flag, ...more, context });
    },
  };
}

/** The working payload of section 3.10: a boolean gate. */
export function gate(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: "New checkout",
    key: "new_checkout",
    tags: [],
    context: "distinct_id",
    serving_method: "client",
    ruleset: rules(),
    ...over,
  };
}

export const ON = { key: "On", value: true, is_control: false, split: 1 };
export const OFF = { key: "Off", value: false, is_control: true, split: 0 };

export function rules(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { variants: [ON, OFF], rollout: [group()], ...over };
}

/** A group that gives everybody the variant's own split. */
export function group(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { rollout_percentage: 1, variant_splits: {}, ...over };
}

/** Three colours of a dynamic config, the first its control. */
export function colours(splits: readonly [number, number, number] = [1, 0, 0]): Record<string, unknown>[] {
  return ["red", "green", "blue"].map((key, index) => ({
    key,
    value: key,
    is_control: index === 0,
    split: splits[index],
  }));
}

export function basic(username: string, secret: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString("base64")}` };
}

/** Sends a request with the service account, unless other headers say otherwise. */
export async function send(
  emulator: MixpanelEmulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(emulator.url + path, {
    method,
    redirect: "manual",
    headers: { ...basic(emulator.username, emulator.secret), "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const { status } = response;
  const parsed = parse(await response.text());
  const { results, error } = new Object(parsed) as { results?: Record<string, unknown>; error?: unknown };
  const unexpected = (): Error => new Error(`${method} ${path} answered ${status} ${JSON.stringify(parsed)}`);
  return {
    status,
    headers: response.headers,
    body: parsed,
    results: () => {
      if (status !== 200 || results === undefined) throw unexpected();
      return results;
    },
    error: () => {
      if (typeof error !== "string") throw unexpected();
      return error;
    },
  };
}

function parse(text: string): unknown {
  try {
    return text === "" ? null : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}
