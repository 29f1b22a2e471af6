import { json } from "../../../wire/server/reply";
import type { RolloutStatus } from "../../store/records";
import type { Store } from "../../store/store";
import { invalid } from "../../wire/api-error";
import { on, route } from "../../wire/route";

/** Out of the box; new flags get the first. */
const NAMES = ["Pre-Production", "Ramping", "Experimenting", "Killed", "100% Released", "Permanent", "Removed from Code"];

export const rolloutStatusRoutes = [
  route("/rolloutStatuses", {
    GET: on("read anything", (request) => {
      const id = request.query.get("wsId");
      if (id === null) throw invalid("wsId is required");
      const statuses = request.store.statusesOf(request.workspace(id).id);
      return json(statuses.map(({ id: status, name, description }) => ({ id: status, name, description })));
    }),
  }),
];

export function addRolloutStatuses(store: Store, workspace: string): void {
  for (const name of NAMES) {
    const id = store.newId();
    store.tables.rolloutStatuses.set(id, { id, name, workspace, description: "" });
  }
}

export function firstStatus(store: Store, workspace: string): RolloutStatus {
  const [first] = store.statusesOf(workspace);
  if (!first) throw new Error("every workspace has rollout statuses");
  return first;
}
