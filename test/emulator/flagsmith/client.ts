import type { EmulatorOptions, FlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import { startFlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import { type Answer, readAnswer } from "../answer";

/** One emulator with one project, for tests that talk to it over HTTP. */
export interface EmulatorClient {
  readonly emulator: FlagsmithEmulator;
  readonly project: number;
  readonly environment: { readonly id: number; readonly key: string };
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Makes a feature, a segment that matches a country. */
  feature(name: string, initial?: string): Promise<number>;
  segment(country: string): Promise<number>;
  /** The path of the whole-flag endpoint. */
  flagPath(feature: number): string;
  flag(feature: number): Promise<unknown>;
  /** The answer of an SDK for somebody. */
  served(identifier: string, traits?: Readonly<Record<string, unknown>>): Promise<Record<string, ServedFlag>>;
}

export interface ServedFlag {
  readonly enabled: boolean;
  readonly feature_state_value: unknown;
  readonly variant: string | null;
}

const running: FlagsmithEmulator[] = [];

/** To be called after each test: stops what it started. */
export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((each) => each.stop()));
}

export async function start(options: EmulatorOptions = {}): Promise<FlagsmithEmulator> {
  const emulator = await startFlagsmithEmulator(options);
  running.push(emulator);
  return emulator;
}

export async function openClient(options: EmulatorOptions = {}): Promise<EmulatorClient> {
  const emulator = await start(options);
  const planted = emulator.seed({
    projects: [{ name: "Shop", environments: [{ name: "production", key: "production-key" }] }],
  });
  const project = planted.projects[0];
  const environment = project?.environments[0];
  if (!project || !environment) throw new Error("the seed makes one project with one environment");
  const call: EmulatorClient["call"] = (method, path, body, headers) => send(emulator, method, path, body, headers);
  const flagPath = (feature: number): string => `/api/__future__/environments/${environment.key}/features/${feature}/`;
  const created = async (path: string, body: unknown): Promise<number> => {
    const answer = await call("POST", path, body);
    if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return (answer.body as { id: number }).id;
  };
  return {
    emulator,
    project: project.id,
    environment,
    call,
    flagPath,
    feature: (name, initial) =>
      created(`/api/v1/projects/${project.id}/features/`, { name, initial_value: initial ?? null }),
    segment: (country) =>
      created(`/api/v1/projects/${project.id}/segments/`, {
        name: country,
        rules: [{ type: "ALL", rules: [], conditions: [{ operator: "EQUAL", property: "country", value: country }] }],
      }),
    flag: async (feature) => (await call("GET", flagPath(feature))).body,
    served: async (identifier, traits = {}) => {
      const body = {
        identifier,
        traits: Object.entries(traits).map(([name, value]) => ({ trait_key: name, trait_value: value })),
      };
      const answer = await call("POST", "/api/v1/identities/", body, { "x-environment-key": environment.key });
      const { flags } = answer.body as { flags: (ServedFlag & { feature: { name: string } })[] };
      return Object.fromEntries(flags.map((each) => [each.feature.name, each]));
    },
  };
}

/** Sends a request with the master key, unless other headers say otherwise. */
export async function send(
  emulator: FlagsmithEmulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(emulator.url + path, {
    method,
    redirect: "manual",
    headers: { authorization: `Api-Key ${emulator.key}`, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return readAnswer(response);
}
