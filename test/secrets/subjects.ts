import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { startMixpanelEmulator } from "../../src/emulator/mixpanel/emulator";
import { startSplitEmulator } from "../../src/emulator/split/emulator";
import { startVercelEmulator } from "../../src/emulator/vercel/emulator";
import type { RunningEmulator } from "../../src/emulator/wire/server/start";
import type { Canary } from "../support/canary";

/** A platform, a credential for it that is looked for everywhere, and a stack that writes and reads all it can. */
export interface Subject {
  readonly name: string;
  readonly canary: Canary;
  start(): Promise<Started>;
}

export interface Started {
  readonly server: RunningEmulator;
  /** The provider block, with the credential or without it. */
  provider(host: string, credentials?: boolean): object;
  /** The same, as environment variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/** With characters that each encoding spells otherwise. */
const secretOf = (name: string): string => `Canary/${name}+9f&3c=e1~7b<a2>5d%40z8Q`;

const ENVIRONMENTS = [{ name: "production" }];

export const SUBJECTS: readonly Subject[] = [
  flagsmith("Flagsmith", `canary00.${secretOf("fs")}`),
  split("Split", "api_key"),
  split("Split in Harness", "harness_token"),
  vercel(),
  mixpanel(),
];

function flagsmith(name: string, key: string): Subject {
  return {
    name,
    canary: { secret: secretOf("fs"), prefix: "canary00." },
    async start() {
      const server = await startFlagsmithEmulator({
        key,
        seed: { projects: [{ name: "Shop", environments: ENVIRONMENTS }] },
      });
      return {
        server,
        provider: (host, credentials = true) => ({
          project: "Shop",
          flagsmith: { host, ...(credentials && { api_key: key }) },
        }),
        variables: { FLAGSMITH_HOST: server.url, FLAGSMITH_MASTER_API_KEY: key, FLAGSMITH_PROJECT: "Shop" },
      };
    },
  };
}

function split(name: string, kind: "api_key" | "harness_token"): Subject {
  const secret = secretOf(kind === "api_key" ? "split" : "harness");
  return {
    name,
    canary: { secret },
    async start() {
      const environments = [{ name: "production", production: true }];
      const seed = { workspaces: [{ name: "Shop", environments, trafficTypes: ["user"] }] };
      const server = await startSplitEmulator({ key: secret, seed });
      const variable = kind === "api_key" ? "SPLIT_API_KEY" : "SPLIT_HARNESS_TOKEN";
      return {
        server,
        provider: (host, credentials = true) => ({
          project: "Shop",
          split: { host, ...(credentials && { [kind]: secret }) },
        }),
        variables: { SPLIT_HOST: server.url, [variable]: secret, SPLIT_PROJECT: "Shop" },
      };
    },
  };
}

function vercel(): Subject {
  const secret = secretOf("vercel");
  return {
    name: "Vercel",
    canary: { secret },
    async start() {
      const server = await startVercelEmulator({ key: secret, seed: { projects: [{ name: "Shop" }] } });
      const team = server.team.slug;
      return {
        server,
        provider: (host, credentials = true) => ({
          project: "Shop",
          vercel: { host, team, ...(credentials && { token: secret }) },
        }),
        variables: { VERCEL_HOST: server.url, VERCEL_TOKEN: secret, VERCEL_TEAM: team, VERCEL_PROJECT: "Shop" },
      };
    },
  };
}

function mixpanel(): Subject {
  const [username, secret] = ["canary.mp-service-account", secretOf("mixpanel")];
  return {
    name: "Mixpanel",
    canary: { secret, prefix: `${username}:` },
    async start() {
      const server = await startMixpanelEmulator({ username, secret, seed: { projects: ENVIRONMENTS } });
      const environments = { production: { project: String(server.planted.projects[0]?.id) } };
      return {
        server,
        provider: (host, credentials = true) => ({
          mixpanel: { host, environments, ...(credentials && { username, secret }) },
        }),
        variables: { MIXPANEL_HOST: server.url, MIXPANEL_USERNAME: username, MIXPANEL_SECRET: secret },
      };
    },
  };
}

/** A flag with a definition and somebody's override. */
export function stackOf(provider: object, description = "by canary"): object {
  return {
    provider: { flagform: [provider] },
    resource: {
      flagform_feature_flag: { f: { key: "checkout", type: "boolean", description } },
      flagform_environment_definition: {
        d: {
          flag: "${flagform_feature_flag.f.key}",
          flag_id: "${flagform_feature_flag.f.id}",
          environment: "production",
          enabled: true,
          identity_overrides: { anna: { enabled: false } },
        },
      },
    },
  };
}
