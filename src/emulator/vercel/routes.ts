import { deploymentFlags } from "./areas/deployments";
import { listFlags, listFlagsV2, listTeamFlags, listTeamFlagsV2 } from "./areas/flag-lists";
import { createFlag, deleteFlag, getFlag, listVersions, updateFlag } from "./areas/flags";
import { createSdkKey, deleteSdkKey, listSdkKeys } from "./areas/sdk-keys";
import { createSegment, deleteSegment, getSegment, listSegments, updateSegment } from "./areas/segments";
import { getSettings, listTeamSettings, updateSettings } from "./areas/settings";
import { getProject, getTeam, getUser } from "./areas/whereabouts";
import type { Route } from "./wire/route";

const FLAGS = "/v1/projects/{project}/feature-flags";

/** The 21 operations (reference, 2), and the lookups that clients make first. */
export const ROUTES: readonly Route[] = [
  { template: `${FLAGS}/flags`, handlers: { PUT: createFlag, GET: listFlags } },
  { template: "/v2/projects/{project}/feature-flags/flags", handlers: { GET: listFlagsV2 } },
  { template: `${FLAGS}/flags/{flag}`, handlers: { GET: getFlag, PATCH: updateFlag, DELETE: deleteFlag } },
  { template: `${FLAGS}/flags/{flag}/versions`, handlers: { GET: listVersions } },
  { template: `${FLAGS}/segments`, handlers: { PUT: createSegment, GET: listSegments } },
  {
    template: `${FLAGS}/segments/{segment}`,
    handlers: { GET: getSegment, PATCH: updateSegment, DELETE: deleteSegment },
  },
  { template: `${FLAGS}/settings`, handlers: { GET: getSettings, PATCH: updateSettings } },
  { template: `${FLAGS}/sdk-keys`, handlers: { PUT: createSdkKey, GET: listSdkKeys } },
  { template: `${FLAGS}/sdk-keys/{hashKey}`, handlers: { DELETE: deleteSdkKey } },
  { template: "/v1/teams/{team}/feature-flags/flags", handlers: { GET: listTeamFlags } },
  { template: "/v2/teams/{team}/feature-flags/flags", handlers: { GET: listTeamFlagsV2 } },
  { template: "/v1/teams/{team}/feature-flags/settings", handlers: { GET: listTeamSettings } },
  { template: "/v2/user", handlers: { GET: getUser } },
  ...["/teams/{team}", "/v2/teams/{team}"].map((template) => ({ template, handlers: { GET: getTeam } })),
  ...["v8", "v9", "v10"].map((version) => ({
    template: `/${version}/projects/{project}`,
    handlers: { GET: getProject },
  })),
  { template: "/v1/deployments/{deployment}/feature-flags", handlers: { GET: deploymentFlags } },
];
