import { randomUUID } from "node:crypto";
import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { boolean, text } from "../../drf/field";
import { readBody } from "../../drf/serializer";
import type { Tag } from "../../store/records";
import { noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { DETAIL, LIST_CREATE, READ } from "../../wire/route";
import { assign, nullableText, projectOf } from "../common";

/** Tags: their labels need not be unique. */
export const tagRoutes: readonly Route[] = [
  { template: "/api/v1/projects/{project}/tags/", allow: LIST_CREATE, handlers: { GET: list, POST: create } },
  {
    template: "/api/v1/projects/{project}/tags/get-by-uuid/{uuid}/",
    allow: READ,
    handlers: {
      GET: (request) => {
        const project = projectOf(request);
        const tag = [...request.store.tables.tags.values()].find((each) => each.uuid === request.param("uuid"));
        if (tag?.project !== project.id) throw noMatch("Tag");
        return json(showTag(tag));
      },
    },
  },
  {
    template: "/api/v1/projects/{project}/tags/{tag}/",
    allow: DETAIL,
    handlers: {
      GET: (request) => json(showTag(tagOf(request))),
      PUT: (request) => update(request, false),
      PATCH: (request) => update(request, true),
      DELETE: (request) => {
        const tag = tagOf(request);
        for (const feature of request.store.featuresOf(tag.project))
          feature.tags = feature.tags.filter((id) => id !== tag.id);
        request.store.tables.tags.delete(tag.id);
        return empty();
      },
    },
  },
];

const fields = {
  label: text({ max: 100 }),
  color: text({ max: 10, required: false }),
  description: nullableText(512),
  is_permanent: boolean({ required: false }),
};

function list(request: Request): Reply {
  const project = projectOf(request);
  return page(
    request,
    [...request.store.tables.tags.values()].filter((each) => each.project === project.id),
    showTag,
  );
}

function create(request: Request): Reply {
  const { store } = request;
  const project = projectOf(request);
  const sent = readBody(request.body(), fields);
  const tag: Tag = {
    id: store.nextId(),
    uuid: randomUUID(),
    project: project.id,
    label: "",
    color: "#6837FC",
    description: null,
    is_permanent: false,
  };
  assign(tag, sent);
  store.tables.tags.set(tag.id, tag);
  return created(showTag(tag));
}

function update(request: Request, partial: boolean): Reply {
  const tag = tagOf(request);
  assign(tag, readBody(request.body(), fields, { partial }));
  return json(showTag(tag));
}

function tagOf(request: Request): Tag {
  const project = projectOf(request);
  const tag = request.store.tables.tags.get(request.id("tag"));
  if (tag?.project !== project.id) throw noMatch("Tag");
  return tag;
}

function showTag(tag: Tag): object {
  return {
    id: tag.id,
    label: tag.label,
    color: tag.color,
    description: tag.description,
    project: tag.project,
    uuid: tag.uuid,
    is_permanent: tag.is_permanent,
    is_system_tag: false,
    type: "NONE",
  };
}
