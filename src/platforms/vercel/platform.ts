import { version } from "../../../package.json";
import { createHttpClient } from "../../http/http-client";
import type { HttpHooks } from "../../http/http-options";
import { CAN, type Capabilities, cannot } from "../port/capabilities";
import { IdentityEdits } from "../adapter/identity-edits";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import type { Project } from "../port/named";
import { invalid } from "../adapter/errors";
import { renamedVariants } from "../model/renamed-variants";
import { ABSENT_TRAITS } from "./segment/absent-traits";
import { VercelClient } from "./api/client";
import { rootOf, teamQuery, type VercelConfig } from "./run/config";
import { Definitions } from "./definition/definitions";
import { Documents } from "./api/documents";
import { type Entity, parseEntity, USER_ID } from "./api/entity";
import { Environments, ENVIRONMENTS_ARE_FIXED } from "./definition/environments";
import { FlagWriter } from "./definition/flag-writer";
import { Flags } from "./flag/flags";
import { Projects } from "./run/projects";
import { refuseName } from "./flag/refuse-name";
import { refuseRules } from "./segment/refuse-rules";
import { refuseFlag, refuseSegment, refuseVariants } from "./flag/refuse-settings";
import { refuseServe } from "./definition/refuse-serve";
import { Segments } from "./segment/segments";
import { refuseValue } from "./api/values";

export const CAPABILITIES: Capabilities = {
  killed: CAN,
  whenOff: CAN,
  rules: CAN,
  freeValues: cannot("Declare a variant with this value on the flag, and serve that."),
  variants: CAN,
  definitionVariants: cannot("Declare the variants on the flag: every environment serves the same ones."),
  splits: CAN,
  booleanSplits: CAN,
  rollouts: CAN,
  priorities: CAN,
  environments: cannot(ENVIRONMENTS_ARE_FIXED),
  archive: CAN,
  segmentIdentities: CAN,
  segmentRules: CAN,
};

/** Vercel Flags behind the port. Sends nothing until it is asked something. */
export function createVercelPlatform(
  config: VercelConfig,
  environment: PlatformEnvironment,
  hooks: HttpHooks = {},
): Platform {
  const root = rootOf(config.host);
  const identity = identityOf(config);
  const http = createHttpClient({
    root,
    headers: { Authorization: `Bearer ${config.token}` },
    version,
    signal: environment.signal,
    replaced: environment.replaced,
    requestsPerMinute: config.requestsPerMinute,
    log: (level, message, fields) => environment.log(level, message, fields),
    notice: (summary, detail) => environment.notice?.(summary, detail),
    ...hooks,
  });
  const client = new VercelClient(http, teamQuery(config.team));
  const projects = new Projects(client, config, root);
  const environments = new Environments(projects);
  const segments = new Segments(client, projects, identity, { signal: environment.signal, clock: hooks.clock });
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
    refuseValue,
    refuseServe,
    refuseRules: (rules, place) => refuseRules(rules, place, identity),
    refuseName,
    absentTraits: ABSENT_TRAITS,
    renamedVariants,
    refuseVariants,
    refuseFlag,
    refuseSegment,
    project: (reference) => projects.resolve(reference),
    flags: new Flags(client, documents, environments, writer),
    environments,
    segments,
    definitions,
    identityOverrides: new IdentityEdits(definitions),
  };
}

function identityOf({ identity }: VercelConfig): Entity {
  if (identity === undefined) return USER_ID;
  const entity = parseEntity(identity);
  if (entity) return entity;
  throw invalid("configure the provider", {
    reason: `identities are to be known by "${identity}", which names no attribute of an entity`,
    nextStep: 'Write it as kind.attribute: "user.id" is the default.',
    subject: "identity",
  });
}
