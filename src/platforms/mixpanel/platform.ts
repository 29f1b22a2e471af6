import { scopeOf } from "../adapter/host-root";
import { version } from "../../../package.json";
import { createHttpClient } from "../../http/http-client";
import type { HttpHooks } from "../../http/http-options";
import { CAN, cannot } from "../port/capabilities";
import { IdentityEdits } from "../adapter/identity-edits";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import type { Project } from "../port/named";
import { notSupported } from "../adapter/errors";
import { ABSENT_TRAITS } from "./segment/absent-traits";
import { MixpanelClient } from "./api/client";
import { Cohorts } from "./segment/cohorts";
import { authorization, rootOf, type MixpanelConfig, requireMapping } from "./run/config";
import { Copies } from "./flag/copies";
import { Definitions } from "./definition/definitions";
import { Environments, MAPPED } from "./environment/environments";
import { FlagWriter } from "./definition/flag-writer";
import { Flags } from "./flag/flags";
import { Places } from "./run/places";
import { refuseName, refuseRules, refuseServe, refuseValue } from "./definition/refusals";
import { refuseFlag } from "./flag/refuse-settings";
import { Segments } from "./segment/segments";

/** Mixpanel behind the port. Sends nothing until it is asked something. */
export function createMixpanelPlatform(
  config: MixpanelConfig,
  environment: PlatformEnvironment,
  hooks: HttpHooks = {},
): Platform {
  requireMapping(config);
  const root = rootOf(config);
  const http = createHttpClient({
    root,
    headers: { Authorization: authorization(config) },
    version,
    signal: environment.signal,
    replaced: environment.replaced,
    requestsPerMinute: config.requestsPerMinute,
    // What the vendor's own client waits for this API.
    answerTimeout: 120_000,
    log: (level, message, fields) => environment.log(level, message, fields),
    notice: (summary, detail) => environment.notice?.(summary, detail),
    ...hooks,
  });
  const client = new MixpanelClient(http);
  const places = new Places(client, config);
  const copies = new Copies(client, places);
  const cohorts = new Cohorts(client, places);
  const segments = new Segments(cohorts, { signal: environment.signal, clock: hooks.clock });
  const writer = new FlagWriter(copies, cohorts, segments, environment.log);
  const definitions = new Definitions(copies, cohorts, writer, environment, hooks.clock);
  const flags = new Flags(copies, writer, definitions);
  const project = mappingProject(config, root);

  return {
    name: "mixpanel",
    title: "Mixpanel",
    serverClock: http.serverClock,
    servesArchived: false,
    storesFlagTypes: true,
    reservesDeletedKeys: true,
    capabilities: {
      killed: CAN,
      whenOff: cannot("Where the flag is off, applications get the fallback that they state themselves."),
      rules: CAN,
      freeValues: cannot("Declare a variant with this value, and serve the variant."),
      variants: CAN,
      definitionVariants: CAN,
      splits: CAN,
      booleanSplits: CAN,
      rollouts: cannot("Serve a split, and raise it with further applies."),
      priorities: CAN,
      environments: cannot(MAPPED),
      archive: CAN,
      segmentIdentities: cannot("Use a condition on a profile property, or identity overrides."),
      segmentRules: CAN,
    },
    refuseValue,
    refuseServe,
    refuseRules,
    absentTraits: ABSENT_TRAITS,
    refuseName,
    refuseFlag,
    project: (reference) => find(project, reference),
    flags,
    requireFlagChange: (_project, id, changes, attempted) => flags.requireChange(id, changes, attempted),
    environments: new Environments(places),
    segments,
    definitions,
    identityOverrides: new IdentityEdits(definitions),
  };
}

/**
 * The project is the whole mapping. It is told from others by its lowest project id: environments that join later are younger
 * projects as a rule, and must leave the scope of what is there alone; another mapping altogether must not.
 */
function mappingProject(config: MixpanelConfig, root: string): Project {
  const ids = Object.values(config.environments).map(({ project }) => project);
  const [first = ""] = ids.sort((one, other) => Number(one) - Number(other));
  return { id: first, name: "mixpanel", scope: scopeOf("mixpanel", root, first) };
}

function find(project: Project, reference: string | null): Promise<Project> {
  const names = [project.name, project.id, `id:${project.id}`];
  if (reference === null || names.includes(reference)) return Promise.resolve(project);
  return Promise.reject(
    notSupported(`find the project "${reference}"`, {
      reason: "on Mixpanel the project is the provider's whole mapping of environments",
      nextStep: "Leave project out, and map each environment to its Mixpanel project in the provider block.",
      subject: "project",
    }),
  );
}
