import { findById } from "../../platforms/adapter/lists/names";
import { listing } from "../../platforms/adapter/lists/uses";
import type { Variant } from "../../platforms/model/variant";
import { usesOfVariant, type VariantUse } from "../../platforms/model/variant-uses";
import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Project } from "../../platforms/port/named";
import type { Platform } from "../../platforms/port/platform";
import type { PlanContext } from "../../terraform/resource";
import type { Client } from "../run/client";

export const SUMMARY = "Variants that are still used are kept";

/** The attributes that set each use. */
const ATTRIBUTES: Readonly<Record<VariantUse, string>> = {
  "when off": "when_off",
  default: "serve",
  baseline: "split.baseline_treatment",
  rules: "rules",
  "segment overrides": "segment_overrides",
  "identity overrides": "identity_overrides",
};

interface UsedIn {
  readonly environment: string;
  readonly uses: readonly VariantUse[];
}

/**
 * For a flag with its variants in all environments. It cannot know yet what the same plan ends, because definitions are
 * planned after it.
 */
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

export function droppedFrom(
  there: readonly Pick<Variant, "key" | "value">[],
  wanted: readonly Variant[],
  platform: Platform,
): string[] {
  const renamed = platform.renamedVariants?.(there, wanted) ?? new Map<string, string>();
  return there.map(({ key }) => key).filter((key) => !renamed.has(key) && !wanted.some((each) => each.key === key));
}

async function usesIn(unit: DefinitionUnit, key: string, platform: Platform): Promise<UsedIn> {
  const definition = await listedIn(unit, platform);
  return { environment: unit.environment.name, uses: definition ? usesOfVariant(key, definition) : [] };
}

export async function listedIn(unit: DefinitionUnit, { definitions }: Platform) {
  return (await definitions.sweep(unit)) ?? (await definitions.listed(unit));
}

export function sentence(flag: string, key: string, used: readonly UsedIn[]): string {
  const places = used.map(({ environment, uses }) => {
    return `${environment} (${uses.map((use) => `\`${ATTRIBUTES[use]}\``).join(", ")})`;
  });
  return `Flag ${flag} keeps the variant "${key}" while it is used, and every plan would show it as a difference. It is used in ${listing(places)}.`;
}

export function adviceFor(wanted: readonly Variant[]): string {
  const stay = wanted.map(({ key }) => `"${key}"`);
  const instead = stay.length > 0 ? `, with a variant that stays (${stay.join(", ")})` : "";
  return `Set these attributes in the flag's \`flagform_environment_definition\` of each environment${instead}; if an environment is not managed here, change it on the platform.`;
}

export const UNLESS = "Uses that this plan itself changes or removes need nothing more.";
