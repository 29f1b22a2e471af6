import type { Options } from "../options";
import { CrashError, invalid } from "../wire/api-error";
import type { FlagFields, RuleSet, Variant } from "./flag-body";

const VALUE_LIMIT = 32_768;
const PERSONAL_CONTEXTS = ["distinct_id", "device_id"];

/** What the backend checks beyond the schema. */
export function checkRules(fields: FlagFields, options: Options): void {
  for (const { cohort_definition: definition } of fields.ruleset.rollout) refuseNullSelector(definition);
  if (fields.ruleset.variants.length > options.variantLimit) {
    throw invalid(`ruleset.variants: List should have at most ${options.variantLimit} items`);
  }
  if (options.rules === "schema") return;
  checkVariants(fields);
  checkReferences(fields.ruleset);
  if (!PERSONAL_CONTEXTS.includes(fields.context) && fields.data_group_id === null) {
    throw invalid(`data_group_id: required for the group context "${fields.context}"`);
  }
}

/** 3.3: keys, types, sizes, splits, and which variant is the control. */
function checkVariants({ ruleset: { variants }, experiment_id: experiment }: FlagFields): void {
  if (variants.length === 0) throw invalid("ruleset.variants: at least one variant is required");
  const repeated = variants.find((each, index) => variants.findIndex((other) => other.key === each.key) !== index);
  if (repeated) throw invalid(`ruleset.variants: duplicate variant key "${repeated.key}"`);
  const big = variants.find((each) => sizeOf(each.value) > VALUE_LIMIT);
  if (big) throw invalid(`ruleset.variants: the value of "${big.key}" is larger than ${VALUE_LIMIT} characters`);
  if (new Set(variants.map((each) => typeof each.value)).size > 1) {
    throw invalid("ruleset.variants: all variants must have values of the same type");
  }
  const total = variants.reduce((sum, each) => sum + each.split, 0);
  if (Math.abs(total - 1) > 0.01 + 1e-9) throw invalid(`ruleset.variants: splits must sum to 1, they sum to ${total}`);
  checkControl(variants, experiment !== null);
}

function checkControl(variants: readonly Variant[], isExperiment: boolean): void {
  const controls = variants.filter((each) => each.is_control);
  const [control] = controls;
  if (control === undefined || controls.length > 1) {
    throw invalid(`ruleset.variants: exactly one variant must be the control, ${controls.length} are`);
  }
  if (typeof control.value === "boolean") {
    const off = variants.find((each) => each.value === false);
    if (off && off !== control)
      throw invalid(`ruleset.variants: the control of a feature gate must be "${off.key}", its false`);
  } else if (!isExperiment && control !== variants[0]) {
    throw invalid("ruleset.variants: the first variant of a dynamic config must be its control");
  }
}

function checkReferences({ variants, rollout, test }: RuleSet): void {
  const known = (key: string): boolean => variants.some((each) => each.key === key);
  const knownLoosely = (key: string): boolean => variants.some((each) => each.key.toLowerCase() === key.toLowerCase());
  for (const [index, group] of rollout.entries()) {
    const at = `ruleset.rollout.${index}`;
    for (const [key, split] of Object.entries(group.variant_splits)) {
      if (!known(key)) throw invalid(`${at}.variant_splits: there is no variant "${key}"`);
      if (split < 0 || split > 1) throw invalid(`${at}.variant_splits.${key}: must be between 0 and 1`);
    }
    const override = group.variant_override?.key;
    if (override !== undefined && !knownLoosely(override)) {
      throw invalid(`${at}.variant_override: there is no variant "${override}"`);
    }
  }
  for (const [user, key] of Object.entries(test?.users ?? {})) {
    if (!knownLoosely(key)) throw invalid(`ruleset.test.users.${user}: there is no variant "${key}"`);
  }
}

function sizeOf(value: unknown): number {
  return typeof value === "string" ? value.length : JSON.stringify(value).length;
}

/** 3.6: an event selector with `"selector": null` crashes the server. */
function refuseNullSelector(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "event_selector" && isObject(inner) && inner.selector === null) throw new CrashError();
    refuseNullSelector(inner);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
