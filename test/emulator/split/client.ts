import type { EmulatorOptions, Outcome, PlantedWorkspace, SplitEmulator } from "../../../src/emulator/split/emulator";
import { startSplitEmulator } from "../../../src/emulator/split/emulator";
import { type Answer, readAnswer } from "../answer";

const running: SplitEmulator[] = [];

/** To be called after each test: stops what it started. */
export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((each) => each.stop()));
}

export async function start(options: EmulatorOptions = {}): Promise<SplitEmulator> {
  const emulator = await startSplitEmulator(options);
  running.push(emulator);
  return emulator;
}

export const ON_OFF = {
  treatments: [{ name: "on" }, { name: "off" }],
  defaultTreatment: "off",
  defaultRule: [{ treatment: "off", size: 100 }],
};

export const V2 = "/internal/api/v2";

/** One workspace with two environments, a traffic type, segments and the flag `banner`. */
export interface EmulatorClient {
  readonly emulator: SplitEmulator;
  readonly workspace: PlantedWorkspace;
  readonly ids: { readonly workspace: string; readonly production: string; readonly staging: string; readonly user: string };
  /** With the main key, below `/internal/api/v2`. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The path of a flag's definition in production. */
  definition(flag?: string, environment?: string): string;
  /** Configures `banner` in production as given. */
  configure(body?: unknown): Promise<Answer>;
  patch(...operations: unknown[]): Promise<Answer>;
  read(): Promise<Answer>;
  served(key: string, attributes?: Record<string, unknown>): Outcome;
}

export async function openClient(
  options: EmulatorOptions = {},
  changes: Record<string, unknown> = {},
): Promise<EmulatorClient> {
  const everywhere = { production: {}, staging: {} };
  const emulator = await start({
    ...options,
    seed: {
      workspaces: [
        {
          name: "Shop",
          environments: [{ name: "production", production: true }, { name: "staging" }],
          trafficTypes: ["user", "account"],
          flagSets: ["mobile"],
          segments: [
            { name: "employees", trafficType: "user", environments: everywhere },
            { name: "beta", trafficType: "user", environments: everywhere },
            { name: "sleeping", trafficType: "user" },
            { name: "firms", trafficType: "account", environments: everywhere },
            { name: "huge", trafficType: "user", kind: "large", environments: everywhere },
            { name: "ruled", trafficType: "user", kind: "rule_based", environments: everywhere },
          ],
          flags: [{ name: "banner", trafficType: "user" }],
          ...changes,
        },
      ],
      users: [{ id: "u-ann", name: "Ann", email: "ann@example.com" }],
    },
  });
  const [workspace] = emulator.planted.workspaces;
  if (!workspace) throw new Error("the seed makes one workspace");
  const idOf = (all: readonly { id: string; name: string }[], name: string): string =>
    all.find((each) => each.name === name)?.id ?? "";
  const ids = {
    workspace: workspace.id,
    production: idOf(workspace.environments, "production"),
    staging: idOf(workspace.environments, "staging"),
    user: idOf(workspace.trafficTypes, "user"),
  };
  const call: EmulatorClient["call"] = (method, path, body, headers) => send(emulator, method, V2 + path, body, headers);
  const definition: EmulatorClient["definition"] = (flag = "banner", environment = ids.production) =>
    `/splits/ws/${ids.workspace}/${flag}/environments/${environment}`;
  return {
    emulator,
    workspace,
    ids,
    call,
    definition,
    configure: (body = ON_OFF) => call("POST", definition(), body),
    patch: (...operations) => call("PATCH", definition(), operations),
    read: () => call("GET", definition()),
    served: (key, attributes = {}) =>
      emulator.evaluate({ workspace: "Shop", environment: "production", flag: "banner", key, attributes }),
  };
}

/** Sends a request with the main key, unless other headers say otherwise. */
export async function send(
  emulator: SplitEmulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const authorization = "x-api-key" in headers ? {} : { authorization: `Bearer ${emulator.key}` };
  const response = await fetch(emulator.url + path, {
    method,
    headers: { ...authorization, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return readAnswer(response);
}

/** What an error is to look like (split.md 1.5). */
export function refusal(code: number, words: string): object {
  const text = expect.stringContaining(words) as string;
  return {
    status: code,
    body: { code, message: text, details: expect.any(String) as string, transactionId: expect.any(String) as string },
  };
}
