import { renamedVariants } from "../../../model/renamed-variants";
import type { FlagAnswer, VariantAnswer } from "../../api/answers";
import type { EnvironmentBody } from "../../api/bodies";
import { sameJson } from "../../api/same-json";
import { usesOf, withoutVariant, withRenamedVariant } from "../../flag/variant-uses";
import { mergeBooleanVariants, mergeVariants, variantsOf } from "../../flag/variants";
import { hasExperiment } from "../environment-body";
import type { Batch } from "./batch";

/** Variants that come and go with a batch: added first, removed with their last use. */

interface VariantChanges {
  /** All variants while the edits are made: those that are there, and new ones. */
  readonly all: VariantAnswer[];
  readonly leaving: string[];
  /** Leaving variants whose value continues under another id. */
  readonly renamed: ReadonlyMap<string, string>;
}

const NOTHING_RENAMED: ReadonlyMap<string, string> = new Map();

/** `retiring`: variants that an earlier batch was to remove and could not. */
export function variantChanges(flag: FlagAnswer, batch: Batch, retiring: ReadonlySet<string>): VariantChanges {
  const wanted = batch.flag?.variants;
  if (wanted === undefined) {
    const leaving = flag.variants.map(({ id }) => id).filter((id) => retiring.has(id));
    return { all: flag.variants, leaving, renamed: NOTHING_RENAMED };
  }
  if (flag.kind === "boolean") return { all: mergeBooleanVariants(flag, wanted), leaving: [], renamed: NOTHING_RENAMED };
  const renamed = renamedVariants(variantsOf(flag), wanted);
  const merged = mergeVariants(flag.variants, wanted);
  const leaving = flag.variants.filter(({ id }) => !merged.some((each) => each.id === id));
  // The order matters: a split's shares are cut in the order of the variants.
  const there = flag.variants.flatMap((variant) => {
    const heir = merged.find(({ id }) => id === renamed.get(variant.id));
    return [merged.find(({ id }) => id === variant.id) ?? variant, ...(heir ? [heir] : [])];
  });
  const added = merged.filter(({ id }) => !there.some((each) => each.id === id));
  return { all: [...there, ...added], leaving: leaving.map(({ id }) => id), renamed };
}

/** Applications get a variant's value, never its id: a new id changes nothing for them. An experiment cannot be sent back. */
export function withRenamed(environment: EnvironmentBody, renamed: ReadonlyMap<string, string>): EnvironmentBody {
  if (hasExperiment(environment)) return environment;
  return [...renamed].reduce((body, [from, to]) => withRenamedVariant(body, from, to), environment);
}

interface Retired {
  /** Variants that somebody still gets, with their uses. */
  readonly kept: ReadonlyMap<string, readonly string[]>;
  readonly environments: Readonly<Record<string, EnvironmentBody>>;
}

/** Removes from every environment the variants that nobody gets. */
export function retire(environments: Readonly<Record<string, EnvironmentBody>>, leaving: readonly string[]): Retired {
  const kept = new Map<string, readonly string[]>();
  let left = environments;
  for (const id of leaving) {
    const uses = usesOf(id, left);
    const held = Object.entries(left).filter(([, body]) => hasExperiment(body) && !sameJson(withoutVariant(body, id), body));
    const all = [...uses, ...held.map(([name]) => `${name} (an experiment's share)`)];
    if (all.length > 0) kept.set(id, all);
    else left = Object.fromEntries(Object.entries(left).map(([name, body]) => [name, withoutVariant(body, id)]));
  }
  return { kept, environments: left };
}
