import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { FieldError } from "../../drf/field";
import { readBody } from "../../drf/serializer";
import { noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { DETAIL, LIST_CREATE, READ } from "../../wire/route";
import { assign, featureOf, projectOf, takingTime } from "../common";
import { checkTags, createFields, updateFields } from "./feature-fields";
import { filterFeatures } from "./feature-filter";
import { addFeature, removeFeature } from "./feature-rows";
import { countIdentities, showFeature } from "./feature-view";
import { readMetadata } from "./metadata-fields";
import { ownersAmong } from "./owners";
import { replaceOptions } from "./variant-options";

/** Features of a project. */
export const featureRoutes: readonly Route[] = [
  { template: "/api/v1/projects/{project}/features/", allow: LIST_CREATE, handlers: { GET: list, POST: create } },
  {
    template: "/api/v1/projects/{project}/features/{feature}/",
    allow: DETAIL,
    handlers: {
      GET: (request) => json(showFeature(request, featureOf(request, projectOf(request).id), "read")),
      PUT: update,
      PATCH: update,
      DELETE: (request) => {
        removeFeature(request.store, featureOf(request, projectOf(request).id));
        return empty();
      },
    },
  },
  {
    template: "/api/v1/features/get-by-uuid/{uuid}/",
    allow: READ,
    handlers: {
      GET: (request) => {
        const feature = [...request.store.tables.features.values()].find((each) => each.uuid === request.param("uuid"));
        if (!feature) throw noMatch("Feature");
        const { metadata: _metadata, ...shown } = showFeature(request, feature, "created") as Record<string, unknown>;
        return json(shown);
      },
    },
  },
];

function list(request: Request): Reply {
  const project = projectOf(request);
  const rows = filterFeatures(request, request.store.featuresOf(project.id));
  const counts = countIdentities(request);
  return page(request, rows, (feature) => showFeature(request, feature, "listed", counts), "chosen");
}

function create(request: Request): Reply {
  const { store } = request;
  const project = projectOf(request);
  const sent = readBody(request.body(), createFields(store, project), {
    validate: (values) => {
      checkTags(store, project.id, values.tags);
      if (project.enforce_feature_owners && !values.owners?.length && !values.group_owners?.length) {
        throw new FieldError("This project requires at least one owner or group owner when creating a feature.");
      }
    },
  });
  const owners = ownersAmong(store, "owners", sent.owners);
  const groups = ownersAmong(store, "group_owners", sent.group_owners);
  const metadata = readMetadata(store, "feature", sent.metadata);
  const feature = addFeature(store, project, {
    name: sent.name ?? "",
    default_enabled: sent.default_enabled ?? false,
    initial_value: sent.initial_value ?? null,
  });
  const { name: _name, default_enabled: _enabled, initial_value: _initial, multivariate_options: options, ...rest } = sent;
  const { owners: _owners, group_owners: _groups, metadata: _metadata, ...settings } = rest;
  assign(feature, { ...settings, owners, group_owners: groups, metadata });
  if (options) replaceOptions(store, feature, options);
  return takingTime(request, feature, created(showFeature(request, feature, "created")));
}

function update(request: Request): Reply {
  const { store } = request;
  const project = projectOf(request);
  const feature = featureOf(request, project.id);
  const {
    multivariate_options: options,
    metadata,
    ...sent
  } = readBody(request.body(), updateFields(store), {
    validate: (values) => checkTags(store, project.id, values.tags),
  });
  assign(feature, { ...sent, metadata: readMetadata(store, "feature", metadata) });
  if (options) replaceOptions(store, feature, options);
  for (const environment of store.environmentsOf(project.id)) store.touch(environment);
  return json(showFeature(request, feature, "updated"));
}
