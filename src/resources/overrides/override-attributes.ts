import { computed, defaulted, optional, type Planned, type State, t } from "../../terraform/schema";
import { serveType } from "../audience/serve-attribute";
import { revisionAttribute, scopeAttribute, type unitAttributes } from "../common/common-attributes";

/**
 * An override for one audience: what it gets instead of a flag's definition in one environment. This file has the common
 * part of all overrides; the differences are in an {@link OverrideKind}. `overrideHandlers` builds the resources from both.
 */

/** `audience`: its name, such as "segment". */
export function overrideAttributes(audience: string) {
  return {
    enabled: defaulted(t.bool, `Whether the flag is on for this ${audience}.`, true),
    serve: optional(serveType, `What the ${audience} gets. Only boolean flags leave it out: they use \`enabled\`.`),
    id: computed(t.string, `\`<environment>/<flag>/<${audience}>\`.`),
    scope: scopeAttribute,
    revision: revisionAttribute,
  } as const;
}

export type OverrideAttributes = typeof unitAttributes & ReturnType<typeof overrideAttributes>;

/** A state and a plan of an override, with the common part readable for every kind. */
export type OverrideState<A extends OverrideAttributes> = State<A> & State<OverrideAttributes>;

export type PlannedOverride<A extends OverrideAttributes> = Planned<A> & Planned<OverrideAttributes>;
