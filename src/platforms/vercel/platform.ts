import type { HttpHooks } from "../../http/http-options";
import { IdentityEdits } from "../adapter/edits/identity-edits";
import { createPlatformClient } from "../adapter/platform-client";
import type { Project } from "../port/named";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { VercelClient } from "./api/client";
import { Documents } from "./api/documents";
import { CAPABILITIES } from "./capabilities";
import { Definitions } from "./definition/definitions";
import { FlagWriter } from "./definition/flag-writer";
import { Environments } from "./environment/environments";
import { Flags } from "./flag/flags";
import { planRules } from "./plan-rules";
import { identityOf, rootOf, teamQuery, type VercelConfig } from "./run/config";
import { Projects } from "./run/projects";
import { Segments } from "./segment/segments";

/** Vercel Flags as a platform. Sends no request until a method is called. */
export function createVercelPlatform(
  config: VercelConfig,
  environment: PlatformEnvironment,
  hooks: HttpHooks = {},
): Platform {
  const root = rootOf(config.host);
  const identity = identityOf(config);
  const http = createPlatformClient(
    { root, headers: { Authorization: `Bearer ${config.token}` }, requestsPerMinute: config.requestsPerMinute },
    environment,
    hooks,
  );
  const client = new VercelClient(http, teamQuery(config.team));
  const projects = new Projects(client, config, root);
  const environments = new Environments(projects);
  const pace = { signal: environment.signal, clock: hooks.clock, deleted: { flags: 0 } };
  const segments = new Segments(client, projects, identity, pace);
  const names = (project: Project): Promise<ReadonlyMap<string, string>> => segments.names(project);
  const documents = new Documents(client, projects);
  const writer = new FlagWriter(client, documents, identity, names, environment, hooks.clock);
  const definitions = new Definitions(documents, writer, identity, names, environment, environments);

  return {
    name: "vercel",
    title: "Vercel",
    serverClock: http.serverClock,
    servesArchived: false,
    storesFlagTypes: true,
    reservesDeletedKeys: false,
    capabilities: CAPABILITIES,
    ...planRules(identity),
    project: (reference) => projects.resolve(reference),
    flags: new Flags(client, documents, environments, writer, pace),
    environments,
    segments,
    definitions,
    identityOverrides: new IdentityEdits(definitions),
  };
}
