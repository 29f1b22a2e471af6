import type { HttpHooks } from "../../http/http-options";
import { SingleFlight } from "../../http/single-flight";
import { IdentityEdits } from "../adapter/edits/identity-edits";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { CAPABILITIES } from "./capabilities";
import { createDefinitions } from "./definition/create-definitions";
import { Environments } from "./environment/environments";
import { Copies } from "./flag/copies";
import { Flags } from "./flag/flags";
import { PLAN_RULES } from "./plan-rules";
import type { MixpanelConfig } from "./run/config";
import type { MixpanelContext } from "./run/context";
import { createContext, mappedBy } from "./run/create-context";
import { deniedIn, withoutEnvironments } from "./run/denied-environments";
import { findProject } from "./run/mapped-project";
import { Cohorts } from "./segment/cohorts";
import { Segments } from "./segment/segments";

/** Mixpanel as a platform. Sends no request until a method is called. */
export function createMixpanelPlatform(
  config: MixpanelConfig,
  environment: PlatformEnvironment,
  hooks: HttpHooks = {},
): Platform {
  return platformOver(config, createContext(config, environment, hooks));
}

function platformOver(config: MixpanelConfig, context: MixpanelContext): Platform {
  const { client, places, project, pace, serverClock } = context;
  const copies = new Copies(client, places);
  const cohorts = new Cohorts(client, places);
  const segments = new Segments(cohorts, pace);
  const { definitions, creation } = createDefinitions(context, copies, cohorts, segments);
  const flags = new Flags(copies, creation, definitions, pace);

  const readings = new SingleFlight<Awaited<ReturnType<NonNullable<Platform["readable"]>>>>();
  const platform: Platform = {
    name: "mixpanel",
    title: "Mixpanel",
    serverClock,
    servesArchived: false,
    storesFlagTypes: true,
    reservesDeletedKeys: true,
    uniquePriorities: false,
    capabilities: CAPABILITIES,
    ...PLAN_RULES,
    project: (reference) => findProject(project, reference),
    flags,
    requireFlagChange: (_project, id, changes, attempted) => flags.requireChange(id, changes, attempted),
    environments: new Environments(places),
    segments,
    definitions,
    identityOverrides: new IdentityEdits(definitions),
    readable: () =>
      readings.get("", async () => {
        const denied = await deniedIn(copies);
        if (denied.length === 0) return { platform, denied };
        const rest = withoutEnvironments(config, denied);
        return { platform: platformOver(rest, mappedBy(rest, context)), denied };
      }),
  };
  return platform;
}
