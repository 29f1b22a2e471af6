import { version } from "../../../package.json";
import { createHttpClient } from "../../http/http-client";
import type { HttpHooks } from "../../http/http-options";
import { CAN, cannot } from "../port/capabilities";
import { IdentityEdits } from "../adapter/identity-edits";
import { isOfEarlierRun } from "../adapter/earlier-run";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { usesOfSegment } from "../adapter/uses";
import { ABSENT_TRAITS } from "./segment/absent-traits";
import { refuseServe } from "./definition/apply";
import { Approvals } from "./run/approvals";
import { ChangeRequests } from "./run/change-requests";
import { ChangeRequestClient, SegmentClient, SplitClient } from "./api/client";
import { credential, rootOf, type SplitConfig } from "./run/config";
import type { SplitContext } from "./run/context";
import { Definitions } from "./definition/definitions";
import { Environments } from "./environment/environments";
import { Flags } from "./flag/flags";
import { Lookups } from "./run/lookups";
import { Projects } from "./run/projects";
import { refuseName, refuseRules, refuseText, refuseValue, refuseVariants } from "./segment/refusals";
import { unconfigure } from "./definition/removals";
import { renamedTreatments } from "./flag/renamed-treatments";
import { Requests } from "./api/requests";
import { Segments } from "./segment/segments";

/** Split, classic or as Harness FME, behind the port. Sends nothing until it is asked something. */
export function createSplitPlatform(config: SplitConfig, environment: PlatformEnvironment, hooks: HttpHooks = {}): Platform {
  const root = rootOf(config);
  const http = createHttpClient({
    root,
    headers: credential(config),
    version,
    signal: environment.signal,
    replaced: environment.replaced,
    requestsPerMinute: config.requestsPerMinute,
    wordlessRefusals: true,
    log: (level, message, fields) => environment.log(level, message, fields),
    notice: (summary, detail) => environment.notice?.(summary, detail),
    ...hooks,
  });
  const requests = new Requests(http);
  const client = new SplitClient(requests);
  const projects = new Projects(client, config, root);
  const pace = { signal: environment.signal, clock: hooks.clock };
  const approvals = new Approvals(config, (id) => environments.allowsKills(id));
  const changeRequests = new ChangeRequests(new ChangeRequestClient(requests), config);
  const segmentClient = new SegmentClient(requests);
  const context: SplitContext = {
    ...{ client, segmentClient, projects, config, environment },
    ...{ pace, approvals, changeRequests },
  };

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
    capabilities: {
      killed: CAN,
      whenOff: CAN,
      rules: CAN,
      freeValues: cannot("Declare a variant with this value, and serve it."),
      variants: CAN,
      definitionVariants: CAN,
      splits: CAN,
      booleanSplits: CAN,
      rollouts: cannot("Serve a split, and change its weights stage by stage."),
      priorities: cannot(
        "Split looks at the segments of its treatments in their order, then at splits: leave priority out.",
      ),
      environments: CAN,
      archive: cannot("Kill the flag in its environments."),
      segmentIdentities: CAN,
      segmentRules: CAN,
    },
    refuseValue,
    refuseServe,
    refuseRules,
    refuseName,
    refuseText,
    refuseVariants,
    absentTraits: ABSENT_TRAITS,
    renamedVariants: renamedTreatments,
    project: (reference) => projects.resolve(reference),
    flags,
    environments,
    segments,
    requireSegmentChange: (project, changes, isNew, attempted) => segments.requireChange(project, changes, isNew, attempted),
    definitions,
    identityOverrides: new IdentityEdits(definitions),
  };
}
