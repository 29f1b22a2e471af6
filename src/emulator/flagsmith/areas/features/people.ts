import type { Reply } from "../../../wire/server/reply";
import { json } from "../../../wire/server/reply";
import { anything } from "../../drf/field";
import { many, readBody } from "../../drf/serializer";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { ACTION, LIST_CREATE, READ } from "../../wire/route";
import { featureOf, projectOf } from "../common";
import { showFeature } from "./feature-view";
import { ownersAmong } from "./owners";

/** The organisation's users and groups, and the features they own. */
export const peopleRoutes: readonly Route[] = [
  {
    template: "/api/v1/organisations/{organisation}/users/",
    allow: READ,
    handlers: { GET: ({ store }) => json([...store.tables.users.values()].map((each) => ({ ...each, role: "USER" }))) },
  },
  {
    template: "/api/v1/organisations/{organisation}/groups/",
    allow: LIST_CREATE,
    handlers: {
      GET: (request) =>
        page(request, [...request.store.tables.groups.values()], ({ id, name }) => ({
          id,
          name,
          users: [],
          is_default: false,
          external_id: null,
        })),
    },
  },
  ...ownerRoutes("owners", "user_ids"),
  ...ownerRoutes("group-owners", "group_ids"),
];

function ownerRoutes(what: "owners" | "group-owners", field: "user_ids" | "group_ids"): Route[] {
  return (["add", "remove"] as const).map((action) => ({
    template: `/api/v1/projects/{project}/features/{feature}/${action}-${what}/`,
    allow: ACTION,
    handlers: { POST: (request: Request) => change(request, field, action === "add") },
  }));
}

function change(request: Request, field: "user_ids" | "group_ids", adds: boolean): Reply {
  const feature = featureOf(request, projectOf(request).id);
  const column = field === "user_ids" ? "owners" : "group_owners";
  const sent = readBody(request.body(), { [field]: many(anything()) })[field] ?? [];
  const ids = ownersAmong(request.store, column, sent);
  feature[column] = adds
    ? [...new Set([...feature[column], ...ids])]
    : feature[column].filter((each) => !ids.includes(each));
  return json(showFeature(request, feature, "updated"));
}
