import { IdentityEdits } from "../adapter/edits/identity-edits";
import type { Platform } from "../port/platform";
import { CAPABILITIES } from "./capabilities";
import { createDefinitions } from "./definition/create-definitions";
import { Environments } from "./environment/environments";
import { Copies } from "./flag/copies";
import { Flags } from "./flag/flags";
import { PLAN_RULES } from "./plan-rules";
import type { MixpanelContext } from "./run/context";
import { withoutEnvironments } from "./run/create-context";
import { findProject } from "./run/mapped-project";
import { readableOf } from "./run/readable";
import { Cohorts } from "./segment/cohorts";
import { Segments } from "./segment/segments";

/** The platform in the projects that a run maps. */
export function mappedPlatform(context: MixpanelContext): Platform {
  const { client, places, project, pace, serverClock } = context;
  const copies = new Copies(client, places);
  const cohorts = new Cohorts(client, places);
  const segments = new Segments(cohorts, pace);
  const { definitions, creation } = createDefinitions(context, copies, cohorts, segments);
  const flags = new Flags(copies, creation, definitions, pace);

  return {
    name: "mixpanel",
    title: "Mixpanel",
    serverClock,
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
    readable: readableOf(copies, (denied) => mappedPlatform(withoutEnvironments(context, denied))),
  };
}
