import { failure } from "../../failure";
import { type Address, instanceAddress, parseAddress, resourceId } from "../../stack/address";
import type { Phase } from "../phase";
import { moveInstance } from "../refresh";
import { blankState, type InstanceState } from "../state";

/** Applies the stack's `moved` blocks to the state. Returns the addresses before, by the new ones. */
export async function applyMoves(phase: Phase): Promise<ReadonlyMap<string, string>> {
  const previous = new Map<string, string>();
  const rename = async (stored: InstanceState, address: string, target: Address): Promise<void> => {
    if (address === stored.address || phase.state.get(address)) return;
    const moved = await relocate(phase, stored, address, target);
    phase.state.remove(stored.address);
    phase.state.set(moved);
    previous.set(address, previous.get(stored.address) ?? stored.address);
    previous.delete(stored.address);
  };
  // Core looks for these before it carries out any block.
  const implied = impliedMoves(phase);
  for (const { from, to } of phase.configuration.moved) {
    const [source, target] = [parseAddress(from), parseAddress(to)];
    const declared = phase.configuration.resources.get(resourceId(source));
    const inside = declared?.id === resourceId(target);
    if (declared && (!inside || phase.values.expand(declared).some(({ address }) => address === from))) {
      throw failure(
        "Moved object still exists",
        `${from} is said to have moved to ${to}, but the stack still declares it.`,
        from,
      );
    }
    for (const stored of phase.state.all().filter((each) => matches(source, target, each))) {
      await rename(stored, movedAddress(target, source, stored), target);
    }
  }
  for (const { from, to } of implied) {
    const stored = phase.state.get(from);
    if (stored) await rename(stored, to, parseAddress(to));
  }
  return previous;
}

/** A resource that gains `count` moves to its first instance by itself, and back when it loses it. */
function impliedMoves(phase: Phase): { readonly from: string; readonly to: string }[] {
  const resources = [...phase.configuration.resources.values()].filter((each) => each.mode === "managed" && !each.forEach);
  return resources.flatMap(({ id, count }) => {
    const first = instanceAddress(id, 0);
    const [from, to] = count ? [id, first] : [first, id];
    return phase.state.get(from) && !phase.state.get(to) ? [{ from, to }] : [];
  });
}

/** An address without a key means all instances, unless it moves to a single instance: then it is one itself. */
function matches(address: Address, target: Address, stored: InstanceState): boolean {
  if (stored.deposed !== undefined || stored.mode !== address.mode) return false;
  if (stored.type !== address.type || stored.name !== address.name) return false;
  return address.key === stored.key || (address.key === undefined && target.key === undefined);
}

function movedAddress(target: Address, source: Address, stored: InstanceState): string {
  const key = target.key ?? (source.key === undefined ? stored.key : undefined);
  return instanceAddress(resourceId(target), key);
}

async function relocate(phase: Phase, stored: InstanceState, address: string, target: Address): Promise<InstanceState> {
  const parsed = parseAddress(address);
  const { key: _key, ...rest } = stored;
  const renamed = {
    ...rest,
    address,
    type: target.type,
    name: target.name,
    ...(parsed.key !== undefined && { key: parsed.key }),
  };
  if (target.type === stored.type) return renamed;
  const resource = phase.configuration.resources.get(resourceId(target));
  if (!resource)
    throw failure("Moved to nowhere", `${stored.address} moves to ${address}, which the stack does not declare.`, address);
  const blank = blankState(resource, { address, key: parsed.key }, phase.source(resource.provider), stored.dependencies);
  return moveInstance(phase, stored, blank);
}
