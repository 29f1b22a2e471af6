import { UNKNOWN } from "../../../terraform/value";
import { failure } from "../../failure";
import type { ResourceConfiguration } from "../../stack/configuration";
import type { Value } from "../../values/value";
import type { Drift, InstanceChange } from "../change";
import { maskedAttributes } from "../masked";
import type { Phase } from "../phase";
import { importInstance, refresh, upgrade } from "../refresh";
import type { Expanded } from "../stack-values";
import { blankState, type InstanceState } from "../state";
import { importedBy } from "./imported-by";
import { planInstance } from "./plan-instance";
import { isTriggered } from "./triggers";

/** The planned change of an instance, without its address. */
export type PlannedChange = Pick<
  InstanceChange,
  "action" | "before" | "after" | "private" | "replacePaths" | "reason" | "masked" | "importId"
>;

export interface Settings {
  readonly mode: "normal" | "refresh-only" | "destroy";
  readonly refresh: boolean;
  readonly replace: readonly string[];
}

interface Managed {
  readonly resource: ResourceConfiguration;
  readonly instance: Expanded;
  readonly createBeforeDestroy: boolean;
  /** The changes planned so far: `replace_triggered_by` looks at them. */
  readonly earlier: ReadonlyMap<string, InstanceChange>;
  readonly drift: Drift[];
}

/** Plans one instance of a managed resource, after a refresh or an import. The value is what references to it see. */
export async function planManaged(
  phase: Phase,
  settings: Settings,
  { resource, instance, createBeforeDestroy, earlier, drift }: Managed,
): Promise<{ readonly value: Value; readonly change?: PlannedChange }> {
  const { address } = instance;
  const stored = phase.state.get(address);
  const imported = stored ? undefined : await importedBy(phase, resource, address);
  const dependencies = [...phase.dependencies.closure(resource.id)];
  const blank = blankState(resource, instance, phase.source(resource.provider), dependencies, createBeforeDestroy);
  if (stored) phase.state.set({ ...stored, dependencies, createBeforeDestroy });
  const current = stored
    ? await refreshed(phase, settings, { ...stored, dependencies, createBeforeDestroy }, drift)
    : imported === undefined
      ? undefined
      : await importInstance(phase, blank, imported);
  // Core treats a missing object like one not created yet: its value is unknown.
  if (settings.mode === "refresh-only") return { value: current ? current.value : UNKNOWN };
  const forced = settings.replace.includes(address) ? "requested" : isTriggered(resource, earlier) ? "triggered" : undefined;
  const plan = await planInstance(phase, resource, instance, current, current && forced);
  if (plan.action === "replace" && resource.lifecycle.preventDestroy) throw prevented(address);
  return {
    value: plan.planned,
    change: {
      action: plan.action,
      before: plan.before,
      after: plan.planned,
      private: plan.private,
      replacePaths: plan.replacePaths,
      ...(plan.reason !== undefined && { reason: plan.reason }),
      masked: await maskedAttributes(phase, resource),
      ...(imported !== undefined && { importId: typeof imported === "string" ? imported : JSON.stringify(imported) }),
    },
  };
}

/** The stored instance read again, unless `-refresh=false`. */
export async function refreshed(
  phase: Phase,
  settings: Pick<Settings, "refresh">,
  stored: InstanceState,
  drift: Drift[],
): Promise<Awaited<ReturnType<typeof refresh>>> {
  return settings.refresh ? refresh(phase, stored, drift) : upgrade(phase, stored);
}

export function prevented(address: string) {
  const detail = `${address} has lifecycle.prevent_destroy set, but the plan calls for it to be destroyed.`;
  return failure("Instance cannot be destroyed", detail, address);
}
