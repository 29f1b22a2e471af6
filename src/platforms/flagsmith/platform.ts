import type { HttpHooks } from "../../http/http-options";
import type { DefinitionUnit } from "../port/definition";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { CAPABILITIES } from "./capabilities";
import { createDefinitions } from "./definition/create-definitions";
import { createEnvironmentStores } from "./environment/create-environment-stores";
import { createFlags } from "./flag/create-flags";
import { createVariants } from "./flag/create-variants";
import { createIdentityStores } from "./identity/create-identity-stores";
import { planRules } from "./plan-rules";
import type { FlagsmithConfig } from "./run/config";
import { connect } from "./run/connections";
import { createContext } from "./run/create-context";
import { Segments } from "./segment/segments";

/** Flagsmith, hosted or self-hosted, as a platform. Sends no request until a method is called. */
export function createFlagsmithPlatform(
  config: FlagsmithConfig,
  environment: PlatformEnvironment,
  hooks: HttpHooks = {},
): Platform {
  const { root, http, edgeHttp, server, clock } = connect(config, environment, hooks);
  const context = createContext(http, root, config, environment, clock);
  const { projects } = context;
  const { environments, environmentReads, fields, turns, ...stores } = createEnvironmentStores(context);
  const { lists, options, variants } = createVariants({ context, http, environments });
  const { flags, flagReads, flagLook } = createFlags({ context, lists, options, variants, fields, turns });
  const isNew = ({ flag, environment: place }: DefinitionUnit): boolean =>
    flagReads.isNew(flag) || environmentReads.isNew(place);
  const afterWrite = (unit: DefinitionUnit): Promise<readonly string[]> => flags.removeUnusedVariants(unit);
  const { definitions, swept, inherited } = createDefinitions({ context, config, lists, options, isNew, afterWrite, clock });
  const segments = new Segments(context, fields, flags, server);

  return {
    name: "flagsmith",
    title: "Flagsmith",
    serverClock: http.serverClock,
    servesArchived: true,
    storesFlagTypes: false,
    reservesDeletedKeys: false,
    capabilities: CAPABILITIES,
    ...planRules(server),
    project: (reference) => projects.resolve(reference),
    flags,
    requireSegmentChange: (project, _changes, _isNew, attempted) => segments.requireChange(project, attempted),
    requireTags: (project, labels, attempted) => flagLook.requireTags(project, labels, attempted),
    environments,
    ...stores,
    segments,
    definitions,
    ...createIdentityStores({ context, http, edgeHttp, clock, swept, inherited, options, afterWrite }),
  };
}
