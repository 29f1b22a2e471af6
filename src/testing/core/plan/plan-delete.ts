import { checkPlanned } from "../../oracle/oracle";
import { resourceId } from "../../stack/address";
import type { InstanceChange } from "../change";
import type { Phase } from "../phase";
import type { Current } from "./plan-instance";
import type { InstanceState } from "../state";

/** The plan to destroy one object; the provider is asked where it has said that it wants to be. */
export async function planDelete(phase: Phase, stored: InstanceState, current: Current): Promise<InstanceChange> {
  const { address, type } = stored;
  const provider = await phase.provider(stored.provider);
  let planned = current.private;
  if (provider.schemas.planDestroy) {
    const request = { prior: current.value, proposed: null, config: null, private: current.private };
    const answer = await provider.plan({ address, type }, request);
    phase.accept(answer.diagnostics);
    checkPlanned(address, await phase.resourceSchema(stored.provider, type, address), current.value, null, answer.planned);
    planned = answer.private;
  }
  return {
    address,
    resource: resourceId(stored),
    mode: "managed",
    type,
    name: stored.name,
    key: stored.key,
    provider: stored.provider,
    action: "delete",
    createBeforeDestroy: stored.createBeforeDestroy,
    before: current.value,
    after: null,
    private: planned,
    replacePaths: [],
    ...(stored.deposed !== undefined && { deposed: stored.deposed }),
  };
}
