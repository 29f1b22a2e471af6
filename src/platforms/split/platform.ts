import type { HttpHooks } from "../../http/http-options";
import { IdentityEdits } from "../adapter/edits/identity-edits";
import { usesOfSegment } from "../adapter/lists/uses";
import type { DefinitionStore, DefinitionUnit } from "../port/definition";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { CAPABILITIES } from "./capabilities";
import { createDefinitions } from "./definition/create-definitions";
import { Environments } from "./environment/environments";
import { Flags } from "./flag/flags";
import { PLAN_RULES } from "./plan-rules";
import type { SplitConfig } from "./run/config";
import { createContext } from "./run/create-context";
import { Lookups } from "./run/lookups";
import { createSegments } from "./segment/create-segments";

/** Split, classic or as Harness FME, as a platform. Sends no request until a method is called. */
export function createSplitPlatform(config: SplitConfig, environment: PlatformEnvironment, hooks: HttpHooks = {}): Platform {
  const context = createContext(config, environment, hooks, (id) => environments.allowsKills(id));
  const { projects, serverClock } = context;
  const lookups = new Lookups(context.client);
  const environments: Environments = new Environments(context);
  const flags = new Flags(context, lookups, environments);
  const { segments, kindOf } = createSegments(context, lookups, environments, (project, segment) =>
    usesOfSegment(project, segment, { definitions, environments, flags, segments }),
  );
  const isNew = (unit: DefinitionUnit): boolean => flags.isNew(unit.flag) || environments.isNew(unit.environment);
  const definitions: DefinitionStore = createDefinitions(context, kindOf, isNew);

  return {
    name: "split",
    title: "Split",
    serverClock,
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
