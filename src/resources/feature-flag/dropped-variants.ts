import { findById } from "../../platforms/adapter/names";
import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Platform } from "../../platforms/port/platform";
import type { Project } from "../../platforms/port/named";
import { listing } from "../../platforms/adapter/uses";
import type { Variant } from "../../platforms/model/variant";
import { usesOfVariant, type VariantUse } from "../../platforms/model/variant-uses";
import type { PlanContext } from "../../terraform/resource";
import type { Path } from "../../terraform/diagnostic";
import type { Planned, State } from "../../terraform/schema";
import { inUnit, isElsewhere } from "../ownership/claim-plan";
import type { environmentDefinitionAttributes } from "../environment-definition/environment-definition-attributes";
import { same, whereKnown } from "../common/known";
import { unitOfState } from "../audience/unit";
import { variantsOf } from "./variants";
import { isWhollyKnown } from "../../terraform/value";
import type { Client } from "../run/client";

/**
 * A variant that leaves the configuration stays while anything serves it. Much of that no configuration states: what a new flag begins
 * with, in environments that nothing here manages, and what is served where the flag is off. Told at plan, with what ends it.
 */

type DefinitionState = State<typeof environmentDefinitionAttributes>;

const SUMMARY = "Variants that are still used stay";

/** What states that use. */
const ATTRIBUTES: Readonly<Record<VariantUse, string>> = {
  "when off": "when_off",
  default: "serve",
  baseline: "split.baseline_treatment",
  rules: "rules",
  "segment overrides": "segment_overrides",
  "identity overrides": "identity_overrides",
};

interface ToldUse {
  readonly environment: string;
  readonly uses: readonly VariantUse[];
}

/** Of a flag that has its variants in all environments. What the same plan ends it cannot know yet: definitions are planned after it. */
export async function warnOfUsedVariants(
  flag: { readonly id: string; readonly key: string },
  wanted: readonly Variant[],
  project: Project,
  { client, warn }: Pick<PlanContext<Client>, "warn"> & { readonly client: Client },
): Promise<void> {
  const { platform } = client;
  const { variants = [] } = findById(await platform.flags.list(project), flag.id) ?? {};
  const dropped = droppedFrom(variants, wanted, platform);
  if (dropped.length === 0) return;
  const units = (await platform.environments.list(project)).map((environment) => {
    return { project, environment, flag: { id: flag.id, name: flag.key } };
  });
  for (const key of dropped) {
    const uses = await Promise.all(units.map((unit) => usesIn(unit, key, platform)));
    const used = uses.filter((each) => each.uses.length > 0);
    if (used.length === 0) continue;
    warn(SUMMARY, `${sentence(flag.key, key, used)} ${adviceFor(wanted)} ${UNLESS}`, ["variants"]);
  }
}

/** Of a definition that has variants of its own. */
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
  const definition = await listedIn(unit, client.platform);
  if (!definition?.variants) return;
  const wanted = variantsOf(planned.variants as NonNullable<DefinitionState["variants"]>);
  const stays = (use: VariantUse): boolean => !isStated(use, planned);
  for (const key of droppedFrom(definition.variants, wanted, client.platform)) {
    const uses = usesOfVariant(key, definition).filter(stays);
    if (uses.length === 0) continue;
    const isApart = uses.some((use) => use === "segment overrides" || use === "identity overrides");
    const told = sentence(unit.flag.name, key, [{ environment: unit.environment.name, uses }]);
    const path: Path = [uses.includes("when off") ? "when_off" : "variants"];
    warn(SUMMARY, `${told} ${adviceFor(wanted)}${isApart ? ` ${UNLESS}` : ""}`, path);
  }
}

/** What is stated leads to a variant that stays, or the plan is refused. */
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
      return planned.segment_overrides !== null;
    case "identity overrides":
      return planned.identity_overrides !== null;
  }
}

function droppedFrom(
  there: readonly Pick<Variant, "key" | "value">[],
  wanted: readonly Variant[],
  platform: Platform,
): string[] {
  const renamed = platform.renamedVariants?.(there, wanted) ?? new Map<string, string>();
  return there.map(({ key }) => key).filter((key) => !renamed.has(key) && !wanted.some((each) => each.key === key));
}

async function usesIn(unit: DefinitionUnit, key: string, platform: Platform): Promise<ToldUse> {
  const definition = await listedIn(unit, platform);
  return { environment: unit.environment.name, uses: definition ? usesOfVariant(key, definition) : [] };
}

async function listedIn(unit: DefinitionUnit, { definitions }: Platform) {
  return (await definitions.sweep(unit)) ?? (await definitions.listed(unit));
}

function sentence(flag: string, key: string, used: readonly ToldUse[]): string {
  const places = used.map(({ environment, uses }) => {
    return `${environment} (${uses.map((use) => `\`${ATTRIBUTES[use]}\``).join(", ")})`;
  });
  return `Flag ${flag} keeps the variant "${key}" while it is used, and plans would show it again and again. It is used in ${listing(places)}.`;
}

function adviceFor(wanted: readonly Variant[]): string {
  const stay = wanted.map(({ key }) => `"${key}"`);
  const instead = stay.length > 0 ? `, with a variant that stays (${stay.join(", ")})` : "";
  return `State these attributes in the flag's \`flagform_environment_definition\` of each environment${instead}; where nothing here is to manage an environment, change it there on the platform.`;
}

const UNLESS = "What this plan itself changes to another variant, or removes, needs nothing more.";
