import { checkPlanned } from "../../oracle/oracle";
import { resourceId } from "../../stack/address";
import type { Drift, InstanceChange } from "../change";
import type { Phase } from "../phase";
import { read, upgrade } from "../refresh";
import type { InstanceState } from "../state";
import { prevented, refreshed, type Settings } from "./managed";
import type { Current } from "./plan-instance";

/** The plan to destroy one object; the provider is called if it declared planDestroy. */
export async function planDelete(phase: Phase, stored: InstanceState, current: Current): Promise<InstanceChange> {
  const { address, type } = stored;
  const provider = await phase.provider(stored.provider);
  let planned = current.private;
  if (provider.schemas.planDestroy) {
    const { value: prior, private: privateData, identity } = current;
    const request = { prior, proposed: null, config: null, private: privateData, identity };
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

/**
 * The change that destroys an instance; undefined where nothing is left to destroy. Core plans the destruction first and only then reads whether
 * the object still exists; for a deposed object it is the other way round.
 */
export async function planRemoval(
  phase: Phase,
  settings: Settings,
  stored: InstanceState,
  drift: Drift[],
): Promise<InstanceChange | undefined> {
  if (settings.mode === "refresh-only") {
    await refreshed(phase, settings, stored, drift);
    return undefined;
  }
  if (phase.configuration.resources.get(resourceId(stored))?.lifecycle.preventDestroy) throw prevented(stored.address);
  const upgraded = await upgrade(phase, stored);
  const readFirst = settings.refresh && stored.deposed !== undefined;
  const current = readFirst ? await read(phase, stored, upgraded, drift) : upgraded;
  if (!current) return undefined;
  const change = await planDelete(phase, stored, current);
  if (settings.refresh && !readFirst && !(await read(phase, stored, current, drift))) return undefined;
  return change;
}
