import { getOwn } from "../../../get-own";
import type { Path } from "../../../terraform/diagnostic";
import type { Lifecycle } from "../../stack/configuration";
import type { Schema } from "../../values/schema";
import { isList, isRecord, record, type Value } from "../../values/value";

/** The configuration with the prior values for what `ignore_changes` lists; the provider never sees the difference. */
export function ignoreChanges(lifecycle: Lifecycle, schema: Schema, prior: Value, config: Value): Value {
  if (prior === null || config === null) return config;
  if (lifecycle.ignoreChanges !== "all") {
    return lifecycle.ignoreChanges.reduce<Value>((value, path) => restore(value, prior, path), config);
  }
  if (!isRecord(prior)) return config;
  const entries = Object.entries(prior).map(([name, value]): readonly [string, Value] => {
    const attribute = getOwn(schema.attributes, name);
    return [name, attribute?.computed && !attribute.optional ? null : value];
  });
  return record(entries);
}

function restore(config: Value, prior: Value, path: Path): Value {
  const [step, ...rest] = path;
  if (step === undefined) return prior;
  if (isList(config) && isList(prior) && typeof step === "number") {
    return step < config.length && step < prior.length
      ? config.map((each, index) => (index === step ? restore(each, prior[index] ?? null, rest) : each))
      : config;
  }
  if (!isRecord(prior) || (config !== null && !isRecord(config))) return config;
  const before = getOwn(prior, String(step));
  const others = Object.entries(config ?? {}).filter(([key]) => key !== String(step));
  if (before === undefined) return rest.length === 0 && config !== null ? record(others) : config;
  const now = getOwn(config, String(step)) ?? null;
  return record([...others, [String(step), restore(now, before, rest)]]);
}
