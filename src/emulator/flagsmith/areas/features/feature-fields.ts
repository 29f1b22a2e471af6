import { matchesPattern } from "../../../wire/matches-pattern";
import type { Field } from "../../drf/field";
import { anything, boolean, checked, choice, column, FieldError, float, nullable, optional, text } from "../../drf/field";
import { isObject, toText, typeName } from "../../drf/json";
import { parseInteger } from "../../drf/python-text";
import { many, nested } from "../../drf/serializer";
import type { Project } from "../../store/records";
import type { Store } from "../../store/store";
import { VALUE_LIMIT } from "../../store/stored-value";
import { nullableText } from "../common";
import { metadataField } from "./metadata-fields";

const DUPLICATE = "Feature with that name already exists for this project. Note that feature names are case insensitive.";

/** `initial_value`: truthy values that are not text become text (12, true, [1]); false is refused. */
const initialValue: Field<string | null> = nullable({
  required: false,
  nullable: false,
  read: (value) => {
    const isEmpty = value === false || value === 0 || (Array.isArray(value) && value.length === 0);
    return text({ max: VALUE_LIMIT, blank: true }).read(isEmpty || typeof value === "string" ? value : toText(value));
  },
});

const option = nested(
  {
    id: column({ required: false }),
    type: choice(["unicode", "int", "bool"], { required: false }),
    integer_value: nullable(column({ required: false })),
    string_value: nullableText(VALUE_LIMIT),
    boolean_value: nullable(boolean({ required: false })),
    default_percentage_allocation: float({ min: 0, max: 100, required: false }),
  },
  { required: false },
);

const options = checked(optional(many(option)), (sent) => {
  if (sent.reduce((sum, each) => sum + (each.default_percentage_allocation ?? 100), 0) > 100) {
    throw new FieldError("Invalid percentage allocation");
  }
});

/** What an update may change; the other fields in its body are read-only and silently ignored. */
export function updateFields(store: Store) {
  return {
    type: choice(["STANDARD", "MULTIVARIATE"], { required: false }),
    description: nullableText(),
    tags: tagList(store),
    is_archived: boolean({ required: false }),
    is_server_key_only: boolean({ required: false }),
    multivariate_options: options,
    metadata: metadataField,
  };
}

export function createFields(store: Store, project: Project) {
  return {
    ...updateFields(store),
    name: checked(text({ max: 2000 }), (name) => checkName(store, project, name)),
    default_enabled: boolean({ required: false }),
    initial_value: initialValue,
    owners: optional(many(anything())),
    group_owners: optional(many(anything())),
  };
}

export function checkTags(store: Store, project: number, tags: readonly number[] | undefined): void {
  if ((tags ?? []).some((id) => store.tables.tags.get(id)?.project !== project)) {
    throw new FieldError("Selected Tags must be from the same Project as current Feature");
  }
}

function checkName(store: Store, project: Project, name: string): void {
  const pattern = project.feature_name_regex;
  if (pattern !== null && !matchesPattern(`^${pattern}$`, name)) {
    throw new FieldError(`Feature name must match regex: ${pattern}`);
  }
  if (store.isFeatureNameTaken(project.id, name)) throw new FieldError(DUPLICATE);
}

/** ManyRelatedField: stops at the first bad id, and its error is the whole field's. */
function tagList(store: Store): Field<number[]> {
  return {
    required: false,
    nullable: false,
    read: (value) => {
      if (!Array.isArray(value)) throw new FieldError(`Expected a list of items but got type "${typeName(value)}".`);
      return value.map((each) => {
        const id = isObject(each) || typeof each === "boolean" ? undefined : parseInteger(toText(each));
        if (id === undefined) throw new FieldError(`Incorrect type. Expected pk value, received ${typeName(each)}.`);
        if (!store.tables.tags.has(Number(id)))
          throw new FieldError(`Invalid pk "${toText(each)}" - object does not exist.`);
        return Number(id);
      });
    },
  };
}
