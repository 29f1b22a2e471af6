import { Flagsmith } from "flagsmith-nodejs";
import type { EmulatorOptions } from "../../../src/emulator/flagsmith/emulator";
import type { EmulatorClient } from "./client";
import { openClient } from "./client";

/** What a flag serves, by the flag's name. */
export type Served = Readonly<Record<string, { readonly enabled: boolean; readonly value: unknown }>>;
export type Traits = Readonly<Record<string, string | number | boolean>>;

interface ApiFlag {
  readonly feature: { readonly name: string };
  readonly enabled: boolean;
  readonly feature_state_value: unknown;
}

/** An emulator, a project in it, and the vendor's SDK against it: asking the server, or evaluating by itself. */
export interface OfficialClient extends EmulatorClient {
  /** Makes something by the admin API, and gives its id. */
  make(path: string, body: object): Promise<number>;
  /** The emulator's own word. */
  ownFlags(): Promise<Served>;
  ownIdentity(identifier: string, traits: Traits): Promise<Served>;
  /** Ids of the segments that the emulator says an identity, stored with its traits, is in. */
  ownSegments(identifier: string): Promise<number[]>;
  remote(): Flagsmith;
  local(): Flagsmith;
  /** Ends what the SDK left running. */
  close(): Promise<void>;
}

export async function openOfficialClient(options: EmulatorOptions = {}): Promise<OfficialClient> {
  const opened = await openClient({ pageSize: 999, ...options });
  const clients: Flagsmith[] = [];
  const made = await opened.call("POST", `/api/v1/environments/${opened.environment.key}/api-keys/`, { name: "sdk" });
  const { key } = made.body as { key: string };
  const client = (settings: { readonly enableLocalEvaluation: boolean }): Flagsmith => {
    const created = openSdk(opened.emulator.url, key, settings);
    clients.push(created);
    return created;
  };
  const ask = async (method: string, path: string, body?: object): Promise<unknown> =>
    ok(await opened.call(method, path, body, { "x-environment-key": key }), `${method} ${path}`);
  return {
    ...opened,
    make: async (path, body) => (ok(await opened.call("POST", path, body), `POST ${path}`) as { id: number }).id,
    ownFlags: async () => ofApi((await ask("GET", "/api/v1/flags/")) as ApiFlag[]),
    ownIdentity: async (identifier, traits) => {
      const sent = Object.entries(traits).map(([name, value]) => ({ trait_key: name, trait_value: value }));
      const answer = await ask("POST", "/api/v1/identities/", { identifier, traits: sent });
      return ofApi((answer as { flags: ApiFlag[] }).flags);
    },
    ownSegments: async (identifier) => {
      const found = await opened.call("GET", `/api/v1/environments/${opened.environment.key}/identities/?q="${identifier}"`);
      const { results } = ok(found, "find the identity") as { results: readonly { id: number }[] };
      const path = `/api/v1/projects/${opened.project}/segments/?page_size=999&identity=${results[0]?.id}`;
      const listed = ok(await opened.call("GET", path), path) as { results: readonly { id: number }[] };
      return listed.results.map(({ id }) => id);
    },
    remote: () => client({ enableLocalEvaluation: false }),
    local: () => client({ enableLocalEvaluation: true }),
    close: async () => {
      await Promise.all(clients.splice(0).map((each) => each.close()));
    },
  };
}

/** The vendor's SDK, which goes to that server only. */
export function openSdk(url: string, key: string, settings: { readonly enableLocalEvaluation: boolean }): Flagsmith {
  return new Flagsmith({
    environmentKey: key,
    apiUrl: `${url}/api/v1/`,
    retries: 0,
    fetch: (input, init) => fetch(onlyTo(url, input), init),
    ...settings,
  });
}

export function ofSdk(flags: Awaited<ReturnType<Flagsmith["getEnvironmentFlags"]>>): Served {
  const all = flags.allFlags().map((each) => [each.featureName, { enabled: each.enabled, value: each.value ?? null }]);
  return Object.fromEntries(all) as Served;
}

function ofApi(flags: readonly ApiFlag[]): Served {
  return Object.fromEntries(
    flags.map((each) => [each.feature.name, { enabled: each.enabled, value: each.feature_state_value }]),
  );
}

function ok(answer: { readonly status: number; readonly body: unknown }, what: string): unknown {
  if (answer.status < 300) return answer.body;
  throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

function onlyTo(root: string, input: Parameters<typeof fetch>[0]): string {
  const address = input instanceof Request ? input.url : String(input);
  if (!address.startsWith(`${root}/`)) throw new Error(`the SDK went to ${address}`);
  return address;
}
