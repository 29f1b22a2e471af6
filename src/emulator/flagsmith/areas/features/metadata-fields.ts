import { json } from "../../../wire/server/reply";
import { column, FieldError, optional, text } from "../../drf/field";
import { many, nested, refused } from "../../drf/serializer";
import type { Metadata, MetadataEntity, MetadataField } from "../../store/records";
import type { Store } from "../../store/store";
import { page } from "../../wire/paging";
import type { Route } from "../../wire/route";
import { READ } from "../../wire/route";
import { projectOf } from "../common";

/** Custom fields of the organisation, attached to each kind of object by a "model field". */
export const metadataFieldRoutes: readonly Route[] = [
  {
    template: "/api/v1/projects/{project}/metadata/fields/",
    allow: READ,
    handlers: {
      GET: (request) => {
        const project = projectOf(request);
        const entity = request.query.get("entity");
        const inherited = request.query.get("include_organisation") === "true";
        const all = [...request.store.tables.metadataFields.values()];
        const own = all.filter((each) => each.project === project.id);
        const others = all.filter((each) => each.project === null && !own.some(({ name }) => name === each.name));
        const rows = [...own, ...(inherited ? others : [])].filter(
          (each) => entity === null || each.uses.some((use) => use.entity === entity),
        );
        return page(request, rows, (each) => showField(request.store, each));
      },
    },
  },
  {
    template: "/api/v1/organisations/{organisation}/metadata-model-fields/supported-content-types/",
    allow: READ,
    handlers: {
      GET: ({ store }) =>
        json([
          ...ENTITIES.map((model) => ({ id: store.contentType(model), app_label: APPS[model], model })),
          { id: store.contentType("project"), app_label: "projects", model: "project" },
          { id: store.contentType("organisation"), app_label: "organisations", model: "organisation" },
        ]),
    },
  },
];

const ENTITIES: readonly MetadataEntity[] = ["environment", "feature", "segment"];
const APPS = { environment: "environments", feature: "features", segment: "segments" } as const;

function showField(store: Store, field: MetadataField): object {
  return {
    id: field.id,
    name: field.name,
    type: field.type,
    description: null,
    organisation: store.organisation.id,
    project: field.project,
    model_fields: field.uses.map(({ id, entity, required }) => ({
      id,
      content_type: store.contentType(entity),
      is_required_for: required
        ? [{ content_type: store.contentType("organisation"), object_id: store.organisation.id }]
        : [],
    })),
  };
}

interface Sent {
  readonly model_field?: number;
  readonly field_value?: string;
}

export const metadataField = optional(
  many(nested({ model_field: column(), field_value: text({ max: 2000 }) }, { required: false }), { required: false }),
);

/** The metadata after a write: a write that sends none deletes what there is. */
export function readMetadata(store: Store, entity: MetadataEntity, sent: readonly Sent[] | undefined): Metadata[] {
  checkMetadata(store, entity, sent ?? []);
  return (sent ?? []).map((each) => ({
    id: store.nextId(),
    model_field: each.model_field ?? 0,
    field_value: each.field_value ?? "",
  }));
}

/**
 * What serializers with custom fields check. Nothing, where the organisation has no fields, which is the case on most
 * servers.
 */
function checkMetadata(store: Store, entity: MetadataEntity, sent: readonly Sent[]): void {
  const fields = [...store.tables.metadataFields.values()];
  if (fields.length === 0) return;
  refused(() => {
    const problems = sent.map((each) => problemOf(fields, each));
    if (problems.some((each) => each !== undefined)) throw new FieldError({ metadata: problems.map((each) => each ?? {}) });
    const missing = fields.find(({ uses }) =>
      uses.some((use) => use.entity === entity && use.required && !sent.some((each) => each.model_field === use.id)),
    );
    if (missing) throw new FieldError({ metadata: [`Missing required metadata field: ${missing.name}`] });
  });
}

function problemOf(
  fields: readonly MetadataField[],
  { model_field: id, field_value: value = "" }: Sent,
): object | undefined {
  const field = fields.find(({ uses }) => uses.some((use) => use.id === id));
  if (!field) return { model_field: [`Invalid pk "${String(id)}" - object does not exist.`] };
  return isValid(field.type, value) ? undefined : { non_field_errors: [`Invalid value for field ${field.name}`] };
}

function isValid(type: MetadataField["type"], value: string): boolean {
  if (type === "int") return /^\s*[+-]?\d+\s*$/.test(value);
  if (type === "bool") return ["true", "false"].includes(value.toLowerCase());
  return type !== "url" || /^[a-z][a-z0-9+.-]*:\/\/[^/]+/i.test(value);
}
