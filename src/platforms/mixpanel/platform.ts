import type { HttpHooks } from "../../http/http-options";
import { IdentityEdits } from "../adapter/edits/identity-edits";
import { createPlatformClient } from "../adapter/platform-client";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { MixpanelClient } from "./api/client";
import { CAPABILITIES } from "./capabilities";
import { Definitions } from "./definition/definitions";
import { FlagWriter } from "./definition/flag-writer";
import { Environments } from "./environment/environments";
import { Copies } from "./flag/copies";
import { Flags } from "./flag/flags";
import { PLAN_RULES } from "./plan-rules";
import { authorization, type MixpanelConfig, requireMapping, rootOf } from "./run/config";
import { findProject, mappingProject } from "./run/mapped-project";
import { Places } from "./run/places";
import { Cohorts } from "./segment/cohorts";
import { Segments } from "./segment/segments";

/** Mixpanel as a platform. Sends no request until a method is called. */
export function createMixpanelPlatform(
  config: MixpanelConfig,
  environment: PlatformEnvironment,
  hooks: HttpHooks = {},
): Platform {
  requireMapping(config);
  const root = rootOf(config);
  const http = createPlatformClient(
    {
      root,
      headers: { Authorization: authorization(config) },
      requestsPerMinute: config.requestsPerMinute,
      // What the vendor's own client waits for this API.
      answerTimeout: 120_000,
    },
    environment,
    hooks,
  );
  const client = new MixpanelClient(http);
  const places = new Places(client, config);
  const copies = new Copies(client, places);
  const cohorts = new Cohorts(client, places);
  const pace = { signal: environment.signal, clock: hooks.clock, deleted: { flags: 0 } };
  const segments = new Segments(cohorts, pace);
  const writer = new FlagWriter(copies, cohorts, segments, environment.log);
  const definitions = new Definitions(copies, cohorts, writer, environment, hooks.clock);
  const flags = new Flags(copies, writer, definitions, pace);
  const project = mappingProject(config, root);

  return {
    name: "mixpanel",
    title: "Mixpanel",
    serverClock: http.serverClock,
    servesArchived: false,
    storesFlagTypes: true,
    reservesDeletedKeys: true,
    capabilities: CAPABILITIES,
    ...PLAN_RULES,
    project: (reference) => findProject(project, reference),
    flags,
    requireFlagChange: (_project, id, changes, attempted) => flags.requireChange(id, changes, attempted),
    environments: new Environments(places),
    segments,
    definitions,
    identityOverrides: new IdentityEdits(definitions),
  };
}
