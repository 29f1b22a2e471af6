import type { HttpHooks } from "../../http/http-options";
import { IdentityEdits } from "../adapter/edits/identity-edits";
import { isOfEarlierRun } from "../adapter/lists/earlier-run";
import { usesOfSegment } from "../adapter/lists/uses";
import { createPlatformClient } from "../adapter/platform-client";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { CAPABILITIES } from "./capabilities";
import { Definitions } from "./definition/definitions";
import { unconfigure } from "./definition/removals";
import { Environments } from "./environment/environments";
import { Flags } from "./flag/flags";
import { PLAN_RULES } from "./plan-rules";
import { credential, rootOf, type SplitConfig } from "./run/config";
import type { SplitContext } from "./run/context";
import { createContext } from "./run/create-context";
import { Lookups } from "./run/lookups";
import { Segments } from "./segment/segments";

/** Split, classic or as Harness FME, as a platform. Sends no request until a method is called. */
export function createSplitPlatform(config: SplitConfig, environment: PlatformEnvironment, hooks: HttpHooks = {}): Platform {
  const root = rootOf(config);
  const http = createPlatformClient(
    { root, headers: credential(config), requestsPerMinute: config.requestsPerMinute, wordlessRefusals: true },
    environment,
    hooks,
  );
  const context: SplitContext = createContext(http, root, config, environment, hooks, (id) => environments.allowsKills(id));
  const { client, projects } = context;
  const lookups = new Lookups(client);
  const environments: Environments = new Environments(context);
  const flags: Flags = new Flags(context, lookups, async (project, flag) =>
    unconfigure(context, project, flag, await environments.list(project)),
  );
  const segments: Segments = new Segments(
    context,
    lookups,
    environments,
    (segment) => isOfEarlierRun(segment, http.serverClock),
    (project, segment) => usesOfSegment(project, segment, { definitions, environments, flags, segments }),
  );
  const definitions: Definitions = new Definitions(
    context,
    (project) => segments.kinds(project),
    (unit) => flags.isNew(unit.flag) || environments.isNew(unit.environment),
  );

  return {
    name: "split",
    title: "Split",
    serverClock: http.serverClock,
    servesArchived: false,
    storesFlagTypes: false,
    reservesDeletedKeys: false,
    capabilities: CAPABILITIES,
    ...PLAN_RULES,
    project: (reference) => projects.resolve(reference),
    flags,
    environments,
    segments,
    requireSegmentChange: (project, changes, isNew, attempted) => segments.requireChange(project, changes, isNew, attempted),
    definitions,
    identityOverrides: new IdentityEdits(definitions),
  };
}
