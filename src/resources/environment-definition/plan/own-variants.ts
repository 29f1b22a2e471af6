import { usesOfVariant, type VariantUse } from "../../../platforms/model/variant-uses";
import type { DefinitionUnit, ListedDefinition } from "../../../platforms/port/definition";
import type { Path } from "../../../terraform/diagnostic";
import type { PlanContext } from "../../../terraform/resource";
import type { Planned } from "../../../terraform/schema";
import { isWhollyKnown } from "../../../terraform/value";
import { unitOfState } from "../../audience/unit";
import { same, whereKnown } from "../../common/known";
import { adviceFor, droppedFrom, listedIn, sentence, SUMMARY, UNLESS } from "../../feature-flag/dropped-variants";
import { variantsOf } from "../../feature-flag/variants";
import { inUnit, isElsewhere } from "../../ownership/claim-plan";
import type { Client } from "../../run/client";
import type { DefinitionState, environmentDefinitionAttributes } from "../environment-definition-attributes";
import { isListed, keysOf } from "../sets/listed-overrides";

/**
 * A variant that is removed from the configuration stays on the platform while anything serves it. Often no configuration
 * sets that: the initial definition of a new flag, unmanaged environments, and what is served when the flag is off. The plan
 * warns, with the way to end it.
 */

/** For a definition with its own variants. */
export async function warnOfOwnUsedVariants(
  prior: DefinitionState | null,
  planned: Planned<typeof environmentDefinitionAttributes>,
  { private: data, warn, client }: PlanContext<Client>,
): Promise<void> {
  if (!client?.run.looks || !client.platform.capabilities.definitionVariants.can) return;
  if (!prior || planned.variants === null || !isWhollyKnown(planned.variants)) return;
  if (same(prior.variants, planned.variants)) return;
  if (isElsewhere(inUnit(prior), inUnit(planned))) return;
  const unit = await unitOfState(prior, { client, private: data });
  if (!unit) return;
  const listed = await listedIn(unit, client.platform);
  if (!listed?.variants) return;
  const definition = isListed(planned) ? await withoutListed(listed, planned, unit, client) : listed;
  const wanted = variantsOf(planned.variants as NonNullable<DefinitionState["variants"]>);
  const stays = (use: VariantUse): boolean => !isStated(use, planned);
  for (const key of droppedFrom(listed.variants, wanted, client.platform)) {
    const uses = usesOfVariant(key, definition).filter(stays);
    if (uses.length === 0) continue;
    const isApart = uses.some((use) => use === "segment overrides" || use === "identity overrides");
    const text = sentence(unit.flag.name, key, [{ environment: unit.environment.name, uses }]);
    const path: Path = [uses.includes("when off") ? "when_off" : "variants"];
    warn(SUMMARY, `${text} ${adviceFor(wanted)}${isApart ? ` ${UNLESS}` : ""}`, path);
  }
}

/** Whether the attribute is set: then it refers to a variant that stays, or the plan is refused. */
function isStated(use: VariantUse, planned: Planned<typeof environmentDefinitionAttributes>): boolean {
  switch (use) {
    case "when off":
      return planned.when_off !== null;
    case "default":
      return planned.serve !== null || (planned.enabled === false && planned.when_off !== null);
    case "baseline":
      return (whereKnown(planned.split)?.baseline_treatment ?? null) !== null;
    case "rules":
      return planned.rules !== null;
    case "segment overrides":
      return planned.segment_overrides !== null && !isListed(planned);
    case "identity overrides":
      return planned.identity_overrides !== null && !isListed(planned);
  }
}

/** Where a definition only lists some of its overrides, the others count. */
async function withoutListed(
  definition: ListedDefinition,
  planned: Planned<typeof environmentDefinitionAttributes>,
  { project }: DefinitionUnit,
  { platform }: Client,
): Promise<ListedDefinition> {
  const { segment_overrides: names, identity_overrides: identities } = keysOf(planned);
  const segments = names.length > 0 ? await platform.segments.list(project) : [];
  const [ownNames, ownIdentities] = [new Set(names), new Set(identities)];
  const own = new Set(segments.filter(({ name }) => ownNames.has(name)).map(({ id }) => id));
  const others = [...(definition.identityOverrides ?? [])].filter(([identifier]) => !ownIdentities.has(identifier));
  return {
    ...definition,
    segmentOverrides: definition.segmentOverrides.filter(({ segmentId }) => !own.has(segmentId)),
    identityOverrides: new Map(others),
  };
}
