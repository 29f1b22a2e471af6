import type { Plan, PlannedChange } from "./plan";
import { jsonText } from "./values/json";
import type { ValueRecord } from "./values/value";

/** A plan as `terraform show -json` prints it, as far as programs need that read the changes of resources. */
export function planJson(plan: Plan): string {
  const resource_changes = plan.changes.map((change) => changeJson(change));
  const resource_drift = plan.drift.map(({ address, type, before, after }) => ({
    ...named(address, type),
    change: { actions: [after === null ? "delete" : "update"], before: plain(before), after: plain(after) },
  }));
  return JSON.stringify({ format_version: "1.2", planned_values: {}, resource_changes, resource_drift });
}

function changeJson({
  address,
  type,
  action,
  before,
  after,
  afterUnknown,
  previousAddress,
  deposed,
}: PlannedChange): object {
  const actions = action === "replace" ? ["delete", "create"] : [action];
  return {
    ...named(address, type),
    ...(previousAddress !== undefined && { previous_address: previousAddress }),
    ...(deposed !== undefined && { deposed }),
    change: { actions, before: plain(before), after: plain(after), after_unknown: afterUnknown },
  };
}

function named(address: string, type: string): object {
  const mode = address.startsWith("data.") ? "data" : "managed";
  return { address, mode, type, name: address.slice(address.indexOf(type) + type.length + 1) };
}

function plain(value: Parameters<typeof jsonText>[0] | ValueRecord): unknown {
  return JSON.parse(jsonText(value)) as unknown;
}
