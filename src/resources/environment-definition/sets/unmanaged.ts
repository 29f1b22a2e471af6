import { capitalised } from "../../../platforms/adapter/capitalised";
import type { PlanContext, PlanInput } from "../../../terraform/resource";
import type { Planned } from "../../../terraform/schema";
import { warnHandedOver } from "../../audience/unit-plan";
import { whereKnown } from "../../common/known";
import { formatImportId } from "../../import/import-id";
import type { Client } from "../../run/client";
import { describeUnit } from "../../run/unit-names";
import type { DefinitionState, environmentDefinitionAttributes } from "../environment-definition-attributes";
import { formatListedId } from "./listed-import";
import { isListed, keysOf, leaving, ownedOf, SETS } from "./listed-overrides";

const HANDED_OVER = ["enabled", "serve", "killed", "when_off", "rules", ...SETS] as const;

/** What leaves the configuration and stays on the platform. */
export function warnUnmanaged(
  { config, prior, isImported }: PlanInput<typeof environmentDefinitionAttributes>,
  planned: Planned<typeof environmentDefinitionAttributes>,
  context: PlanContext<Client>,
): void {
  if (!prior) return;
  warnHandedOver(prior, config, HANDED_OVER, context);
  warnReleased(prior, planned, isImported, context);
}

/**
 * Overrides that leave the state of a definition that lists its overrides, and stay on the platform: an import or an exact set brought
 * them there. Terraform shows them as removed.
 */
function warnReleased(
  prior: DefinitionState,
  planned: Planned<typeof environmentDefinitionAttributes>,
  isImported: (set: (typeof SETS)[number]) => boolean,
  context: PlanContext<Client>,
): void {
  if (!isListed(planned)) return;
  // What an exact set had is not this definition's to remove any more.
  const owned = isListed(prior) ? ownedOf(prior, context.private) : undefined;
  for (const set of SETS) {
    const after = whereKnown(planned[set]) ?? null;
    if (after === null) continue;
    const left = Object.keys(leaving<unknown>(leaving<unknown>(prior[set], after), owned?.[set] ?? null));
    if (left.length === 0) continue;
    const more = left.length > SHOWN ? `, and ${String(left.length - SHOWN)} more` : "";
    const advice = isImported(set)
      ? `An import with the id "${listedId(prior, planned)}" leaves them out.`
      : "To remove one, list it, apply, and then take it out of the list.";
    context.warn(
      "Overrides are no longer managed",
      `${capitalised(describeUnit(prior))}: ${left.slice(0, SHOWN).join(", ")}${more}. They are not listed, and stay on the platform as they are; nothing is removed. ${advice}`,
      [set],
    );
  }
}

/** The id of an import that is only about what is listed. */
function listedId(
  { project, environment, flag }: DefinitionState,
  planned: Planned<typeof environmentDefinitionAttributes>,
): string {
  return formatListedId(formatImportId(...[project, environment, flag].filter((part) => part !== null)), keysOf(planned));
}

const SHOWN = 40;
