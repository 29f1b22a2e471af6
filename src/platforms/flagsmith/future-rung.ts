import type { DefinitionUnit } from "../platform";
import type { FlagAnswer } from "./answers";
import type { FlagsmithContext } from "./context";
import {
  applyTo,
  type FlagState,
  fromAnswer,
  inFull,
  inFullWhereGone,
  type OverrideState,
  sameState,
  unlisted,
  type Wanted,
  type WantedState,
} from "./definition";
import { isDuplicatePriority, isNotFound } from "./errors";
import { orGone } from "./parents";
import { refuseUnlisted } from "./refuse-unlisted";
import { asStored, toWire } from "./values";
import { goneError, readToWrite, resultOf, Routes, type RungResult, type UnitMemory, type WriteRung } from "./write-rung";

/** The whole-flag endpoint (servers from 2.263): one atomic request per batch, which answers with the whole flag. */
export class FutureRung implements WriteRung {
  readonly routes = new Routes();

  constructor(private readonly context: FlagsmithContext) {}

  read(unit: DefinitionUnit): Promise<FlagState | undefined> {
    const { client, parents } = this.context;
    return orGone(
      async () => fromAnswer(await this.routes.through(() => client.flag(unit.environment.clientKey, unit.flag.id))),
      () => parents.whatIsGone(unit),
    );
  }

  async write(unit: DefinitionUnit, wanted: Wanted, memory: UnitMemory): Promise<RungResult> {
    if (mustLook(wanted, memory)) return this.writeKnowing(unit, wanted, memory);
    const [removal] = wanted.removals;
    if (removal !== undefined) return this.removeOne(unit, removal);
    try {
      const state = fromAnswer(await this.send("PATCH", unit, blindPatch(wanted, memory)));
      const again = patchOfRemade(state, wanted);
      return again ? done(await this.send("PATCH", unit, again)) : resultOf(state);
    } catch (error) {
      if (!isDuplicatePriority(error)) throw error;
      return this.writeKnowing(unit, wanted, memory);
    }
  }

  /** With a fresh look: nothing is sent that changes nothing, and what stands in the way of a priority is known. */
  private async writeKnowing(unit: DefinitionUnit, asked: Wanted, memory: UnitMemory, again = true): Promise<RungResult> {
    const state = await readToWrite(this, unit, this.context.parents);
    const wanted = inFullWhereGone(state, asked);
    await refuseUnlisted(this.context, unit, unlisted(state, wanted), wanted);
    const target = applyTo(state, wanted, memory.pinned);
    const removed = state.overrides.filter(({ segmentId }) => !has(target, segmentId));
    try {
      if (removed.length === 0) {
        const body = patchBetween(state, target);
        return body ? done(await this.send("PATCH", unit, body)) : resultOf(state);
      }
      const body = putOf(state, target);
      if (body) return done(await this.send("PUT", unit, body));
      return await this.changeInSteps(unit, state, target, removed);
    } catch (error) {
      // Somebody took the priority between our look and our write.
      if (!again || !isDuplicatePriority(error)) throw error;
      return this.writeKnowing(unit, asked, memory, false);
    }
  }

  /**
   * A PUT cannot say "no value" of an override whose flag has one, so that batch goes out as a PATCH and removals: the
   * removals last, unless they make room.
   */
  private async changeInSteps(
    unit: DefinitionUnit,
    state: FlagState,
    target: FlagState,
    removed: readonly OverrideState[],
  ): Promise<RungResult> {
    const patch = patchBetween(state, target);
    const removalsFirst = target.overrides.some(({ priority }) => removed.some((each) => each.priority === priority));
    if (patch && !removalsFirst) await this.send("PATCH", unit, patch);
    let result = resultOf(state);
    for (const { segmentId } of removed) result = await this.removeOne(unit, segmentId);
    return patch && removalsFirst ? done(await this.send("PATCH", unit, patch)) : result;
  }

  private async removeOne(unit: DefinitionUnit, segmentId: string): Promise<RungResult> {
    const { client } = this.context;
    try {
      const { environment, flag } = unit;
      return done(await this.routes.through(() => client.deleteSegmentOverride(environment.clientKey, flag.id, segmentId)));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // Already gone, which is as good; unless the flag itself is.
      return resultOf(await readToWrite(this, unit, this.context.parents));
    }
  }

  private async send(method: "PUT" | "PATCH", unit: DefinitionUnit, body: object): Promise<FlagAnswer> {
    const { client } = this.context;
    try {
      return await this.routes.through(() => client.writeFlag(method, unit.environment.clientKey, unit.flag.id, body));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      throw goneError(unit, await this.context.parents.whatIsGone(unit));
    }
  }
}

function done(answer: FlagAnswer): RungResult {
  return resultOf(fromAnswer(answer));
}

/** Whether the batch can only be written after a look at the flag. */
function mustLook(wanted: Wanted, { overrides }: UnitMemory): boolean {
  const changes = wanted.puts.size + (wanted.default ? 1 : 0);
  if (wanted.removals.size > 1 || (wanted.removals.size > 0 && changes > 0)) return true;
  if (wanted.only) return overrides === undefined || [...overrides.keys()].some((id) => !wanted.only?.segments.has(id));
  // A new override must be told its place; the server would put it where it stands in the request.
  return (
    overrides === undefined &&
    [...wanted.puts.values()].some(({ priority, whole }) => priority === undefined && whole === undefined)
  );
}

/** What is wanted and nothing else, for a flag that was not looked at. */
function blindPatch(wanted: Wanted, { overrides = new Map() }: UnitMemory): object {
  const stated = [...wanted.puts.values()].flatMap(({ priority }) => (priority === undefined ? [] : [priority]));
  let last = Math.max(-1, ...overrides.values(), ...stated);
  const puts = [...wanted.puts].map(([id, { priority, whole, ...state }]) => {
    const isKnown = whole !== undefined || overrides.has(id);
    const place = priority ?? (isKnown ? undefined : ++last);
    return { segment: { id: Number(id) }, ...(place === undefined ? {} : { priority: place }), ...attributes(state) };
  });
  return {
    ...(wanted.default ? { environment_default: attributes(wanted.default) } : {}),
    ...(puts.length > 0 ? { segment_overrides: puts } : {}),
  };
}

/**
 * What makes whole again the overrides that somebody removed since they were seen: the server made them anew, with what was
 * sent of them and the rest as the default has it. An override that differs otherwise was changed, and keeps that.
 */
function patchOfRemade(state: FlagState, { puts }: Wanted): object | undefined {
  const position = [...puts.keys()];
  const remade = state.overrides.filter((override) => {
    const put = puts.get(override.segmentId);
    if (!put?.whole) return false;
    const { enabled, value, priority } = inFull(put);
    const inherits =
      (put.enabled !== undefined || override.enabled === state.enabled) &&
      (put.value !== undefined || sameState({ value: override.value }, { value: state.value })) &&
      (put.priority !== undefined || override.priority === position.indexOf(override.segmentId));
    const lacks =
      (enabled !== undefined && enabled !== override.enabled) ||
      (value !== undefined && !sameState({ value: asStored(value) }, { value: override.value })) ||
      (priority !== undefined && priority !== override.priority);
    return inherits && lacks;
  });
  if (remade.length === 0) return undefined;
  const others = state.overrides.filter((override) => !remade.includes(override));
  const again = new Map(remade.map(({ segmentId }) => [segmentId, inFull(puts.get(segmentId) ?? {})]));
  const wanted: Wanted = { default: undefined, puts: again, removals: new Set(), only: undefined };
  return patchBetween(state, applyTo({ ...state, overrides: others }, wanted, new Map()));
}

/** What differs; undefined where nothing does. */
function patchBetween(state: FlagState, target: FlagState): object | undefined {
  const byDefault = sameState(state, target) ? undefined : attributes(difference(state, target));
  const overrides = target.overrides.flatMap((override) => {
    const current = state.overrides.find(({ segmentId }) => segmentId === override.segmentId);
    const segment = { id: Number(override.segmentId) };
    if (!current) return [{ segment, priority: override.priority, ...attributes(stateOf(override)) }];
    if (current.priority === override.priority && sameState(current, override)) return [];
    const priority = current.priority === override.priority ? {} : { priority: override.priority };
    return [{ segment, ...priority, ...attributes(difference(current, override)) }];
  });
  if (!byDefault && overrides.length === 0) return undefined;
  return {
    ...(byDefault ? { environment_default: byDefault } : {}),
    ...(overrides.length > 0 ? { segment_overrides: overrides } : {}),
  };
}

/** The exact set of overrides with all they have; undefined where a PUT cannot say it. */
function putOf(state: FlagState, target: FlagState): object | undefined {
  if (target.overrides.some(({ value }) => value === null && target.value !== null)) return undefined;
  return {
    ...(sameState(state, target) ? {} : { environment_default: whole(target) }),
    segment_overrides: target.overrides.map((override) => ({
      segment: { id: Number(override.segmentId) },
      priority: override.priority,
      ...whole(override),
    })),
  };
}

function whole({ variants, ...state }: Pick<OverrideState, "enabled" | "value" | "variants">): object {
  return { ...attributes(stateOf(state)), ...(variants.length > 0 ? { variants } : {}) };
}

function stateOf({ enabled, value }: Pick<OverrideState, "enabled" | "value">): WantedState {
  return { enabled, ...(value === null ? {} : { value }) };
}

function difference(
  from: Pick<OverrideState, "enabled" | "value">,
  to: Pick<OverrideState, "enabled" | "value">,
): WantedState {
  return {
    ...(from.enabled === to.enabled ? {} : { enabled: to.enabled }),
    ...(to.value === null || sameState({ value: from.value }, { value: to.value }) ? {} : { value: to.value }),
  };
}

function attributes({ enabled, value }: WantedState): object {
  return { ...(enabled === undefined ? {} : { enabled }), ...(value === undefined ? {} : { value: toWire(value) }) };
}

function has(state: FlagState, segmentId: string): boolean {
  return state.overrides.some((override) => override.segmentId === segmentId);
}
