import type { PlanJson, PlannedResource, StateModule, StateResource } from "./plan-json";
import { type Values, withMarks } from "./values";

export type Action = "no-op" | "create" | "update" | "delete" | "replace" | "forget" | "read";

/** A resource or data source of the flagform provider, as it is and as it will be. */
export interface Instance {
  readonly address: string;
  /** The address of its module, with the keys of instances; empty for the root. */
  readonly module: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index: string | number | undefined;
  readonly action: Action;
  /** As it is, after the refresh. */
  readonly before: Values | null;
  readonly after: Values | null;
  /** Of an object that an interrupted replacement left: it has no address of its own. */
  readonly deposed: boolean;
  readonly imported: boolean;
  readonly previousAddress: string | undefined;
  /** False: the plan leaves it out, as `-target` does; it is only in the state. */
  readonly planned: boolean;
}

/** An object that changed outside of Terraform since the last apply. */
export interface OutsideChange {
  readonly address: string;
  readonly type: string;
  readonly recorded: Values | null;
  readonly found: Values | null;
}

/** The provider's own types begin so; a mirror may give it any host. */
export function isFlagform(resource: { readonly type: string; readonly provider_name?: string | undefined }): boolean {
  const source = resource.provider_name?.split("/").at(-1) ?? "flagform";
  return source === "flagform" && resource.type.startsWith("flagform_");
}

/** Everything that a plan holds of the provider, with the texts that must not be shown. */
export function instancesOf(plan: PlanJson, secrets: Set<string>): readonly Instance[] {
  const planned = (plan.resource_changes ?? []).filter(isFlagform).map((each) => plannedInstance(each, secrets));
  const seen = new Set(planned.map(({ address }) => address));
  for (const { previousAddress } of planned) if (previousAddress !== undefined) seen.add(previousAddress);
  const kept = [...stateResources(plan.prior_state?.values?.root_module)]
    .filter(({ resource }) => isFlagform(resource) && !seen.has(resource.address))
    .map(({ resource, module }) => keptInstance(resource, module, secrets));
  return [...planned, ...kept];
}

export function outsideChangesOf(plan: PlanJson, secrets: Set<string>): readonly OutsideChange[] {
  return (plan.resource_drift ?? []).filter(isFlagform).map(({ address, type, change }) => ({
    address,
    type,
    recorded: marked(change.before, undefined, change.before_sensitive, secrets),
    found: marked(change.after, undefined, change.after_sensitive, secrets),
  }));
}

function plannedInstance(resource: PlannedResource, secrets: Set<string>): Instance {
  const { address, type, name, index, change } = resource;
  return {
    address,
    module: resource.module_address ?? "",
    mode: resource.mode === "data" ? "data" : "managed",
    type,
    name,
    index,
    action: actionOf(change.actions),
    before: marked(change.before, undefined, change.before_sensitive, secrets),
    after: marked(change.after, change.after_unknown, change.after_sensitive, secrets),
    deposed: resource.deposed !== undefined,
    imported: change.importing !== undefined && change.importing !== null,
    previousAddress: resource.previous_address === address ? undefined : resource.previous_address,
    planned: true,
  };
}

function keptInstance(resource: StateResource, module: string, secrets: Set<string>): Instance {
  const { address, type, name, index } = resource;
  const values = marked(resource.values, undefined, resource.sensitive_values, secrets);
  const mode = resource.mode === "data" ? "data" : "managed";
  const rest = { deposed: false, imported: false, previousAddress: undefined, planned: mode === "data" };
  return { address, module, mode, type, name, index, action: "no-op", before: values, after: values, ...rest };
}

function marked(values: unknown, unknown: unknown, sensitive: unknown, secrets: Set<string>): Values | null {
  if (values === null || values === undefined) return null;
  // A whole object that is sensitive still has its attributes, each of them hidden.
  const each = sensitive === true ? Object.fromEntries(Object.keys(values).map((name) => [name, true])) : sensitive;
  return withMarks(values, unknown, each, secrets) as Values;
}

function actionOf(actions: readonly string[]): Action {
  if (actions.includes("create") && actions.includes("delete")) return "replace";
  const [only = "no-op"] = actions;
  // OpenTofu and Terraform name "forget" alike; with a create it is a replacement whose old object stays.
  if (actions.includes("forget")) return actions.includes("create") ? "replace" : "forget";
  return only === "create" || only === "update" || only === "delete" || only === "read" ? only : "no-op";
}

function* stateResources(
  module: StateModule | undefined,
): Generator<{ readonly resource: StateResource; readonly module: string }> {
  for (const resource of module?.resources ?? []) yield { resource, module: module?.address ?? "" };
  for (const child of module?.child_modules ?? []) yield* stateResources(child);
}
