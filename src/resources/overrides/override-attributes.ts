import { computed, defaulted, optional, t, type Planned, type State } from "../../terraform/schema";
import { serveType } from "../audience/serve-attribute";
import { revisionAttribute, scopeAttribute, type unitAttributes } from "../common/common-attributes";

/**
 * An override of one audience: what it gets instead of a flag's definition in one environment. Here is what all overrides have in
 * common; what sets one kind apart it says as an {@link OverrideKind}. The resources are made of both by `overrideHandlers`.
 */

/** `audience`: what it is called, as "segment". */
export function overrideAttributes(audience: string) {
  return {
    enabled: defaulted(t.bool, `Whether the flag is on for this ${audience}.`, true),
    serve: optional(serveType, `What the ${audience} gets. Left out only for boolean flags, where \`enabled\` says it.`),
    id: computed(t.string, `\`<environment>/<flag>/<${audience}>\`.`),
    scope: scopeAttribute,
    revision: revisionAttribute,
  } as const;
}

export type OverrideAttributes = typeof unitAttributes & ReturnType<typeof overrideAttributes>;

/** A state and a plan of an override, of which the common part can be read whatever the kind. */
export type OverrideState<A extends OverrideAttributes> = State<A> & State<OverrideAttributes>;

export type PlannedOverride<A extends OverrideAttributes> = Planned<A> & Planned<OverrideAttributes>;
