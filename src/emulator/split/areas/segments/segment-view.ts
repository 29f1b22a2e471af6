import type { Environment, Membership, Segment } from "../../store/records";
import type { Store } from "../../store/store";
import { trafficTypeOf } from "../workspaces/traffic-types";

/** A segment of the workspace. Standard ones have no id. */
export function showSegment(store: Store, segment: Segment): object {
  const { id, name, description, creationTime } = segment;
  const trafficType = trafficTypeOf(store, segment.trafficType);
  switch (segment.kind) {
    case "standard":
      return { name, description, trafficType, creationTime, tags: null };
    case "large":
      return { id, name, description, trafficType, creationTime, tags: null };
    case "rule_based":
      return {
        id,
        workspaceIds: [segment.workspace],
        orgId: store.organisation,
        name,
        status: "ACTIVE",
        trafficTypeId: segment.trafficType,
        description,
        creationTime,
      };
  }
}

/** The response to a write of keys: unlike a list it has ids instead of objects. */
export function showWritten(store: Store, segment: Segment, membership: Membership): object {
  const { id, environment, creationTime, lastUpdateTime } = membership;
  const { name, description, trafficType } = segment;
  return {
    ...{ id, orgId: store.organisation, environment, name, description, status: "ACTIVE", creationTime, lastUpdateTime },
    trafficTypeId: trafficType,
    trafficTypeURN: { ...trafficTypeOf(store, trafficType), type: "trafficType" },
  };
}

/** A segment in an environment; the members of a large one cannot be read. */
export function showMembership(store: Store, segment: Segment, environment: Environment, membership: Membership): object {
  const trafficType = trafficTypeOf(store, segment.trafficType);
  const where = { id: environment.id, name: environment.name };
  switch (segment.kind) {
    case "standard":
      return { name: segment.name, environment: where, trafficType, creationTime: membership.creationTime };
    case "large":
      return { id: segment.id, name: segment.name, environment: where, trafficType, creationTime: membership.creationTime };
    case "rule_based":
      return {
        id: segment.id,
        name: segment.name,
        description: segment.description,
        createdAt: new Date(membership.creationTime).toISOString(),
        updatedAt: new Date(membership.lastUpdateTime).toISOString(),
        rules: membership.rules,
        excludedKeys: membership.excludedKeys,
        excludedSegments: membership.excludedSegments,
      };
  }
}
