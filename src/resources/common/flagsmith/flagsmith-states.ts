import type { MoveSource } from "../../../terraform/resource";

/**
 * States of the Flagsmith provider's resources, for `moved` blocks. They have ids where ours have names; the read that
 * follows a move finds the names. Nothing is sent: what the platform serves stays as it is.
 */

const PROVIDER = "/flagsmith/flagsmith";

/** `flagsmith_feature`. */
export function fromFlagsmithFeature(source: MoveSource): { key: string; project: string; id: string } | undefined {
  const { feature_name: key, project_id: project, id } = stateOf(source, "flagsmith_feature") ?? {};
  if (typeof key !== "string" || typeof project !== "number" || typeof id !== "number") return undefined;
  return { key, project: byId(project), id: String(id) };
}

/** `flagsmith_segment`. */
export function fromFlagsmithSegment(source: MoveSource): { name: string; project: string; id: string } | undefined {
  const { name, project_id: project, id } = stateOf(source, "flagsmith_segment") ?? {};
  if (typeof name !== "string" || typeof project !== "number" || typeof id !== "number") return undefined;
  return { name, project: byId(project), id: String(id) };
}

interface MovedUnit {
  readonly environment: string;
  readonly flag: string;
}

/** `flagsmith_feature_state` of an environment's default. */
export function fromFlagsmithDefault(source: MoveSource): MovedUnit | undefined {
  const state = stateOf(source, "flagsmith_feature_state");
  return state && !isNumber(state["segment_id"]) ? unitOf(state) : undefined;
}

/** `flagsmith_feature_state` of a segment's override. */
export function fromFlagsmithOverride(source: MoveSource): (MovedUnit & { readonly segment: string }) | undefined {
  const state = stateOf(source, "flagsmith_feature_state");
  const segment = state?.["segment_id"];
  const unit = state && unitOf(state);
  return unit && isNumber(segment) ? { ...unit, segment: byId(segment) } : undefined;
}

function unitOf({ environment_id: environment, feature_id: flag }: Record<string, unknown>): MovedUnit | undefined {
  return isNumber(environment) && isNumber(flag) ? { environment: byId(environment), flag: byId(flag) } : undefined;
}

function stateOf({ providerAddress, type, state }: MoveSource, wanted: string): Record<string, unknown> | undefined {
  return providerAddress.toLowerCase().endsWith(PROVIDER) && type === wanted ? state : undefined;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value));
}

function byId(id: number): string {
  return `id:${String(id)}`;
}
