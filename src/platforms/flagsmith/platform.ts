import { systemClock } from "../../http/clock";
import { createHttpClient } from "../../http/http-client";
import type { HttpClientOptions } from "../../http/http-options";
import { version } from "../../../package.json";
import { CAN, cannot } from "../port/capabilities";
import type { DefinitionUnit } from "../port/definition";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { FlagsmithClient } from "./api/client";
import { authorization, edgeRoot, type FlagsmithConfig, rootOf } from "./run/config";
import type { FlagsmithContext } from "./run/context";
import { ChangeRequests } from "./run/change-requests";
import { CreationTurns } from "./run/creation-turns";
import { CustomFields } from "./flag/custom-fields";
import { Definitions } from "./definition/definitions";
import { Evaluation } from "./identity/evaluation";
import { EdgeClient } from "./api/edge-client";
import { Environments } from "./environment/environments";
import { ExperimentsStrategy } from "./write-api/experiments-strategy";
import { FeatureLists } from "./flag/feature-lists";
import { Flags } from "./flag/flags";
import { FutureStrategy } from "./write-api/future-strategy";
import { identityStores } from "./identity/identity-stores";
import type { IdentityParts } from "./identity/identity-parts";
import { LegacyStrategy } from "./write-api/legacy-strategy";
import { ManagedProjects } from "./environment/managed-projects";
import { VariantCache } from "./flag/variant-cache";
import { OptionClient } from "./api/option-client";
import { Parents } from "./run/parents";
import { Projects } from "./run/projects";
import { refuseName, refuseServe, refuseVariants } from "./flag/refuse-variants";
import { renamedVariants } from "../model/renamed-variants";
import { refuseText } from "./api/refuse-text";
import { refuseRules, warnRules } from "./segment/segment-rules";
import { Segments } from "./segment/segments";
import { ServerKeys } from "./environment/server-keys";
import { ServerVersion } from "./run/server-version";
import { explainStateless } from "./flag/stateless-flag";
import { Sweep } from "./definition/sweep";
import { refuseValue } from "./api/values";
import { VariantUses } from "./flag/variant-uses";
import { Variants } from "./flag/variants";
import { VersionsStrategy } from "./write-api/versions-strategy";
import { WriteApi } from "./write-api/write-api";

/** Flagsmith, hosted or self-hosted, behind the port. Sends nothing until it is asked something. */
export function createFlagsmithPlatform(
  config: FlagsmithConfig,
  environment: PlatformEnvironment,
  hooks: Pick<HttpClientOptions, "clock" | "onRequest"> = {},
): Platform {
  const root = rootOf(config.host);
  const common = {
    version,
    signal: environment.signal,
    replaced: environment.replaced,
    requestsPerMinute: config.requestsPerMinute,
    log: (...line: Parameters<PlatformEnvironment["log"]>) => environment.log(...line),
    notice: (...words: readonly [string, string]) => environment.notice?.(...words),
    ...hooks,
  };
  const server = new ServerVersion();
  const http = createHttpClient({
    ...common,
    root,
    headers: { Authorization: authorization(config.apiKey) },
    onAnswer: (header) => server.hear(header("flagsmith-version")),
  });
  const edge = edgeRoot(root);
  // The key goes to its own host only.
  const edgeHttp = edge === root ? http : createHttpClient({ ...common, root: edge, headers: {} });
  const client = new FlagsmithClient(http);
  const projects = new Projects(client, config, root);
  const changeRequests = new ChangeRequests(config.bypassChangeRequests ?? false);
  const context: FlagsmithContext = { client, projects, parents: new Parents(client), environment, changeRequests };

  const fields = new CustomFields(context);
  const turns = new CreationTurns();
  const environments = new Environments(context, fields, turns);
  const sweeps = environment.refresh === "sweep";
  const lists = new FeatureLists(client, sweeps ? (project) => environments.list(project) : undefined);
  const options = new VariantCache(client, lists);
  const uses = new VariantUses(context, new EdgeClient(http), (project) => environments.list(project));
  const variants = new Variants(new OptionClient(http, client), options, uses);
  const flags = new Flags(context, lists, fields, variants, options, turns);
  const swept = new Sweep(context, lists, options);
  const strategies = {
    __future__: new FutureStrategy(context),
    experiments: new ExperimentsStrategy(context),
    versions: new VersionsStrategy(context),
    legacy: new LegacyStrategy(context),
  };
  const api = new WriteApi(
    strategies,
    config.writeApi,
    changeRequests,
    (unit, error) => explainStateless(context, unit, error),
    (name) => environment.log("debug", `flags are read and written through the ${name} API`),
  );
  const wrote: IdentityParts["afterWrite"] = (unit) => flags.removeUnusedVariants(unit);
  const clock = hooks.clock ?? systemClock;
  const isNew = (unit: DefinitionUnit): boolean => flags.isNew(unit.flag) || environments.isNew(unit.environment);
  const definitions = new Definitions(api, swept, isNew, options, wrote, clock);
  const inherited: IdentityParts["inherited"] = (unit) => definitions.readState(unit);

  const segments = new Segments(context, fields, flags, server);

  return {
    name: "flagsmith",
    title: "Flagsmith",
    serverClock: http.serverClock,
    servesArchived: true,
    storesFlagTypes: false,
    reservesDeletedKeys: false,
    capabilities: {
      killed: cannot("Set enabled = false on the definition and on its overrides."),
      whenOff: cannot("The value is served beside enabled = false: applications decide."),
      rules: cannot("Put the conditions into a segment, and override the flag for it."),
      freeValues: CAN,
      variants: CAN,
      definitionVariants: cannot("Declare the variants on the flag."),
      booleanSplits: cannot("Make a segment with a percentage condition, and override the flag for it."),
      rollouts: cannot("Change the percentage of a split, or of a percentage segment, step by step."),
      environments: CAN,
      archive: CAN,
      splits: CAN,
      priorities: CAN,
      segmentIdentities: cannot("Use a condition on a trait, or identity overrides."),
      segmentRules: CAN,
    },
    refuseValue,
    refuseRules: (rules) => refuseRules(rules, server),
    warnRules: (rules) => warnRules(rules, server),
    refuseText,
    refuseServe,
    refuseName,
    refuseVariants,
    renamedVariants,
    project: (reference) => projects.resolve(reference),
    flags,
    requireSegmentChange: (project, _changes, _isNew, attempted) => segments.requireChange(project, attempted),
    requireTags: (project, labels, attempted) => flags.requireTags(project, labels, attempted),
    environments,
    serverKeys: new ServerKeys(context),
    projects: new ManagedProjects(context),
    segments,
    definitions,
    evaluator: new Evaluation(edgeHttp),
    ...identityStores({ context, http, edgeHttp, clock, swept, inherited, options, afterWrite: wrote }),
  };
}
