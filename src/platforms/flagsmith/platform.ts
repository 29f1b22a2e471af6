import { systemClock } from "../../http/clock";
import type { HttpHooks } from "../../http/http-options";
import type { DefinitionUnit } from "../port/definition";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { CAPABILITIES } from "./capabilities";
import { createDefinitions } from "./definition/create-definitions";
import { createEnvironmentStores } from "./environment/create-environment-stores";
import { createFlags } from "./flag/create-flags";
import { Evaluation } from "./identity/evaluation";
import { identityStores } from "./identity/identity-stores";
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
  const { root, http, edgeHttp, server } = connect(config, environment, hooks);
  const context = createContext(http, root, config, environment);
  const { projects } = context;
  const clock = hooks.clock ?? systemClock;
  const { environments, fields, turns, ...stores } = createEnvironmentStores(context);
  const { flags, lists, options } = createFlags({ context, http, environments, fields, turns });
  const isNew = (unit: DefinitionUnit): boolean => flags.isNew(unit.flag) || environments.isNew(unit.environment);
  const afterWrite = (unit: DefinitionUnit): Promise<readonly string[]> => flags.removeUnusedVariants(unit);
  const { definitions, swept } = createDefinitions({ context, config, lists, options, isNew, afterWrite, clock });
  const inherited = (unit: DefinitionUnit) => definitions.readState(unit);
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
    requireTags: (project, labels, attempted) => flags.requireTags(project, labels, attempted),
    environments,
    ...stores,
    segments,
    definitions,
    evaluator: new Evaluation(edgeHttp),
    ...identityStores({ context, http, edgeHttp, clock, swept, inherited, options, afterWrite }),
  };
}
