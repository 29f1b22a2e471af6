import { DiagnosticError, error } from "../../terraform/diagnostic";
import { replacedPaths } from "../../terraform/planning/replacement";
import type { PlanContext, ResourceDefinition } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { same, whereKnown } from "../common/known";
import { ReplacedStates } from "../ownership/replaced-states";
import { refuseToLeaveBehind } from "../parents/left-behind";
import type { Client } from "../run/client";
import { featureFlagAttributes, type FlagState } from "./feature-flag-attributes";
import { fateOf, refuseToDelete } from "./feature-flag-end";
import { warnIfServed } from "./served/served-flags";

/** A flag that is deleted and created again. */

export const flagReplacement = {
  changesInPlace: ([name], prior, context) => name === "type" && !storesTypes(prior, context),

  previewCreate: (planned, context) =>
    replaced.preview(context, (prior) => {
      refuseReplacement(prior, planned, context);
      refuseToLeaveBehind("flag", { ...prior, name: prior.key }, { ...planned, name: planned.key }, context);
    }),

  async planReplacement(prior, planned, context) {
    refuseReplacement(prior, planned, context);
    if (fateOf(prior, context) !== "keep") await warnIfServed(prior, "replaced", context);
  },
} satisfies Partial<ResourceDefinition<typeof featureFlagAttributes, Client>>;

export const replaced = new ReplacedStates<FlagState>();

/** By the state's own platform if there is no client yet: the scope begins with its name. */
function storesTypes({ scope }: FlagState, { client }: PlanContext<Client>): boolean {
  if (client) return client.platform.storesFlagTypes;
  return scope === null || !/^(flagsmith|split):/.test(scope);
}

export function isReplaced(
  prior: FlagState,
  planned: Planned<typeof featureFlagAttributes>,
  context: PlanContext<Client>,
): boolean {
  const paths = replacedPaths(featureFlagAttributes, { ...prior }, { ...planned });
  return paths.some(([name]) => name !== "type" || storesTypes(prior, context));
}

/** Refuses a replacement if the old flag must stay, or no new flag could be created. */
function refuseReplacement(
  prior: FlagState,
  planned: Planned<typeof featureFlagAttributes>,
  context: PlanContext<Client>,
): void {
  refuseToDelete(prior, context);
  const key = whereKnown(planned.key);
  const isSameKey = typeof key === "string" && key.toLowerCase() === prior.key.toLowerCase();
  if (isSameKey) refuseSameKey(prior, planned, fateOf(prior, context), context);
}

function refuseSameKey(
  prior: FlagState,
  planned: Planned<typeof featureFlagAttributes>,
  fate: string,
  { client }: PlanContext<Client>,
): void {
  if (!client) return;
  const { platform, defaults } = client;
  const path = same(planned.type, prior.type) ? ["key"] : ["type"];
  const instead =
    "Create a flag with another key, define it like the old one, and delete the old one when no application uses it.";
  if (fate === "delete" && platform.reservesDeletedKeys)
    throw new DiagnosticError(
      error(
        `${platform.title} never allows the key of a deleted flag again`,
        `Flag ${prior.key} would be deleted, and no flag with its key could be created after that. ${instead}`,
        path,
      ),
    );
  if (fate === "delete") return;
  const adopts = whereKnown(planned.adopt_existing) ?? defaults.adoptExisting;
  if (adopts && same(planned.type, prior.type)) return;
  throw new DiagnosticError(
    error(
      `Flag ${prior.key} would prevent its own replacement`,
      `A replacement would not delete it (it is ${fate === "archive" ? "archived" : "kept"}), and two flags cannot have the same key. ${instead} Or set on_destroy = "delete" and apply that first.`,
      path,
    ),
  );
}
