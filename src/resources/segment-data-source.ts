import { computed, required, t } from "../terraform/schema";
import { NAME, projectAttribute, scopeAttribute } from "./common-attributes";

export const segmentDataSourceAttributes = {
  name: required(t.string, "The segment, by name or `id:<id>`.", { check: NAME }),
  project: projectAttribute,
  id: computed(t.string, "The platform's id."),
  description: computed(t.string, "Whom the segment holds."),
  scope: scopeAttribute,
} as const;
