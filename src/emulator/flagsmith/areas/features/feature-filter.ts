import { boolean, choice, FieldError, text } from "../../drf/field";
import type { Json } from "../../drf/json";
import { parseInteger } from "../../drf/python-text";
import { readBody } from "../../drf/serializer";
import { knownDefaultState, live } from "../../store/flag";
import type { Feature } from "../../store/records";
import { rawValue } from "../../store/stored-value";
import type { Request } from "../../wire/request";

const query = {
  search: text({ required: false }),
  sort_field: choice(["created_date", "name"], { required: false }),
  sort_direction: choice(["ASC", "DESC"], { required: false }),
  tags: text({ required: false, blank: true }),
  tag_strategy: choice(["UNION", "INTERSECTION"], { required: false }),
  is_archived: boolean({ required: false }),
  type: choice(["STANDARD", "MULTIVARIATE"], { required: false }),
  is_enabled: boolean({ required: false }),
  value_search: text({ required: false, blank: true }),
};

/** The query parameters of the feature list. */
export function filterFeatures(request: Request, features: readonly Feature[]): Feature[] {
  const sent = readBody(Object.fromEntries(request.query) as Record<string, Json>, query);
  const rows = features.filter(
    (each) =>
      (sent.search === undefined || each.name.toLowerCase().includes(sent.search.toLowerCase())) &&
      (sent.is_archived === undefined || each.is_archived === sent.is_archived) &&
      (sent.type === undefined || each.type === sent.type) &&
      hasTags(each, sent.tags, sent.tag_strategy) &&
      hasState(request, each, sent.is_enabled, sent.value_search),
  );
  const sorted = rows.sort((one, other) => {
    const byName = one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
    return sent.sort_field === "name" ? byName : one.id - other.id;
  });
  return sent.sort_direction === "DESC" ? sorted.reverse() : sorted;
}

/** Tags are joined by AND unless asked otherwise; an empty list asks for features without tags. */
function hasTags(feature: Feature, sent: string | undefined, strategy: "UNION" | "INTERSECTION" | undefined): boolean {
  if (sent === undefined) return true;
  if (sent === "") return feature.tags.length === 0;
  const ids = sent.split(",").map((each) => {
    const id = parseInteger(each);
    if (id === undefined) throw new FieldError({ tags: ["Tag IDs must be integers."] });
    return Number(id);
  });
  return strategy === "UNION" ? ids.some((id) => feature.tags.includes(id)) : ids.every((id) => feature.tags.includes(id));
}

function hasState(request: Request, feature: Feature, enabled: boolean | undefined, value: string | undefined): boolean {
  const environment = request.store.tables.environments.get(Number(request.query.get("environment") ?? NaN));
  if (!environment || (enabled === undefined && !value)) return true;
  const state = knownDefaultState(live(request.store, request.store.flag(environment, feature)));
  return (
    state !== undefined &&
    (enabled === undefined || state.enabled === enabled) &&
    (!value ||
      String(rawValue(state.value) ?? "")
        .toLowerCase()
        .includes(value.toLowerCase()))
  );
}
