import type { RolloutGroup } from "../areas/flag-body";
import { applyLogic, truthy } from "./json-logic";
import { isPythonError } from "./python-rule";

export type Sdk = "node" | "python" | "go";

/**
 * A group's runtime rule over `context.custom_properties` (3.7). Text is compared case-insensitively; without
 * properties, or with an invalid rule, nobody matches. The rule wins over the legacy definition, which the Go SDK does
 * not know. In local evaluation Node's SDK evaluates the rule over null instead: a negated condition then holds for
 * everybody.
 */
export function matchesRuntime(
  group: RolloutGroup,
  properties: unknown,
  { sdk, mode }: { readonly sdk: Sdk; readonly mode: "remote" | "local" },
): boolean {
  const { runtime_evaluation_rule: rule, runtime_evaluation_definition: legacy } = group;
  const isNodeItself = sdk === "node" && mode === "local";
  const known = propertiesOf(properties, isNodeItself);
  if (rule !== null) {
    const lowered = lowerLeaves(rule);
    if (known === undefined ? !isNodeItself : sdk === "python" && Object.keys(known).length === 0) return false;
    if (sdk === "python" && isPythonError(lowered, known)) return false;
    return matchesLogic(lowered, known ?? null, isNodeItself ? Boolean : truthy);
  }
  if (legacy === null || sdk === "go") return true;
  if (known === undefined) return Object.keys(legacy).length === 0 && !isNodeItself;
  const values = new Map<string, unknown>(Object.entries(known));
  return Object.entries(legacy).every(
    ([name, expected]) => values.has(name) && folded(values.get(name)) === folded(expected),
  );
}

/** To Node's SDK a list is an object too. */
function propertiesOf(given: unknown, isNodeItself: boolean): object | undefined {
  if (isObject(given)) return lowerKeys(given);
  return isNodeItself && Array.isArray(given) ? given.map(lowerAll) : undefined;
}

/** Whether the events satisfy a first-time-event rule (3.8); only client SDKs check it. */
export function matchesEvent(
  group: RolloutGroup,
  events: readonly { readonly name: string; readonly properties: Readonly<Record<string, unknown>> }[],
): boolean {
  const rule = group.runtime_event_rule;
  if (rule === null) return true;
  const { property_filters: filters } = rule;
  return events.some(
    (event) => event.name === rule.event_name && (filters === null || matchesLogic(filters, event.properties)),
  );
}

/** A rule that fails matches nobody. The SDK for Node reads the result as JavaScript does, where an empty list is true. */
function matchesLogic(rule: unknown, data: unknown, isTrue: (value: unknown) => boolean = truthy): boolean {
  try {
    return isTrue(applyLogic(rule, data));
  } catch {
    return false;
  }
}

function folded(value: unknown): string {
  return String(value).toLowerCase();
}

/** Operators are keys and stay as they are; names of variables are leaves and do not. */
function lowerLeaves(value: unknown): unknown {
  if (typeof value === "string") return value.toLowerCase();
  if (Array.isArray(value)) return value.map(lowerLeaves);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, lowerLeaves(inner)]));
}

function lowerAll(value: unknown): unknown {
  if (typeof value === "string") return value.toLowerCase();
  if (Array.isArray(value)) return value.map(lowerAll);
  return isObject(value) ? lowerKeys(value) : value;
}

function lowerKeys(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowerAll(inner)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
