import { inFull, unlistedIn } from "../../adapter/edits/changeset";
import type { DefinitionUnit } from "../../port/definition";
import type { FlagAnswer, VariantAnswer } from "../api/answers";
import { isDuplicatePriority, isNotFound } from "../api/errors";
import { asStored, toWire } from "../api/values";
import type { FlagsmithContext } from "../run/context";
import { undefinedIfGone } from "../run/parents";
import {
  applyTo,
  differenceOf,
  type FlagState,
  fromAnswer,
  type OverrideState,
  sameState,
  type StoredState,
  type Wanted,
  type WantedState,
} from "../state/definition";
import type { UnitMemory } from "../state/unit-memory";
import { sameWeights } from "../state/variant-weights";
import {
  anotherWriter,
  goneError,
  readToWrite,
  resultOf,
  Routes,
  type StrategyResult,
  type WriteStrategy,
} from "./write-strategy";
import { targetOf } from "./write-target";

/** The whole-flag endpoint (servers from 2.263): one atomic request per batch, which returns the whole flag. */
export class FutureStrategy implements WriteStrategy {
  readonly routes = new Routes();
  readonly returnsWeights = true;

  constructor(private readonly context: FlagsmithContext) {}

  read(unit: DefinitionUnit): Promise<FlagState | undefined> {
    const { client, parents } = this.context;
    return undefinedIfGone(
      async () => fromAnswer(await this.routes.through(() => client.flag(unit.environment.clientKey, unit.flag.id))),
      () => parents.missingParent(unit),
    );
  }

  async write(unit: DefinitionUnit, wanted: Wanted, memory: UnitMemory): Promise<StrategyResult> {
    if (needsRead(wanted, memory)) return this.writeAfterRead(unit, wanted, memory);
    if (wanted.removals.size > 0) return this.removeAll(unit, [...wanted.removals]);
    try {
      const state = fromAnswer(await this.send("PATCH", unit, patchWithoutRead(wanted, memory)));
      const again = patchOfRecreated(state, wanted);
      return again ? done(await this.send("PATCH", unit, again)) : resultOf(state);
    } catch (error) {
      if (!isDuplicatePriority(error)) throw error;
      return this.writeAfterRead(unit, wanted, memory);
    }
  }

  /** With a fresh read: sends only what changes, and knows which override already has a priority. */
  private async writeAfterRead(
    unit: DefinitionUnit,
    asked: Wanted,
    memory: UnitMemory,
    again = true,
  ): Promise<StrategyResult> {
    const current = await readToWrite(this, unit, this.context.parents);
    const { state, wanted, target } = await targetOf(this.context, unit, current, asked, memory);
    const removed = state.overrides.filter(({ segmentId }) => !has(target, segmentId));
    try {
      if (removed.length === 0) {
        const body = patchBetween(state, target);
        return body ? done(await this.send("PATCH", unit, body)) : resultOf(state);
      }
      const body = wanted.removesAlone ? undefined : putOf(state, target);
      if (body) return done(await this.send("PUT", unit, body));
      return await this.changeInSteps(unit, state, target, removed);
    } catch (error) {
      // Another writer took the priority between our read and our write.
      if (!isDuplicatePriority(error)) throw error;
      if (!again) throw anotherWriter(unit, error);
      return this.writeAfterRead(unit, asked, memory, false);
    }
  }

  /**
   * A PUT cannot write "no value" for an override whose flag has one, and undoes what others wrote since the read. Such a batch is
   * sent as a PATCH and removals: the removals last, unless they free a priority.
   */
  private async changeInSteps(
    unit: DefinitionUnit,
    state: FlagState,
    target: FlagState,
    removed: readonly OverrideState[],
  ): Promise<StrategyResult> {
    const patch = patchBetween(state, target);
    const removalsFirst = target.overrides.some(({ priority }) => removed.some((each) => each.priority === priority));
    if (patch && !removalsFirst) await this.send("PATCH", unit, patch);
    const result = await this.removeAll(
      unit,
      removed.map(({ segmentId }) => segmentId),
    );
    return patch && removalsFirst ? done(await this.send("PATCH", unit, patch)) : result;
  }

  private async removeAll(unit: DefinitionUnit, [first, ...more]: readonly string[]): Promise<StrategyResult> {
    if (first === undefined) return resultOf(await readToWrite(this, unit, this.context.parents));
    const result = await this.removeOne(unit, first);
    return more.length > 0 ? this.removeAll(unit, more) : result;
  }

  private async removeOne(unit: DefinitionUnit, segmentId: string): Promise<StrategyResult> {
    const { client } = this.context;
    try {
      const { environment, flag } = unit;
      return done(await this.routes.through(() => client.deleteSegmentOverride(environment.clientKey, flag.id, segmentId)));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // Already gone counts as success, unless the flag itself is gone.
      return resultOf(await readToWrite(this, unit, this.context.parents));
    }
  }

  private async send(method: "PUT" | "PATCH", unit: DefinitionUnit, body: object): Promise<FlagAnswer> {
    const { client } = this.context;
    try {
      return await this.routes.through(() => client.writeFlag(method, unit.environment.clientKey, unit.flag.id, body));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      throw goneError(unit, await this.context.parents.missingParent(unit));
    }
  }
}

function done(answer: FlagAnswer): StrategyResult {
  return resultOf(fromAnswer(answer));
}

/** Whether the batch can only be written after a read of the flag. */
function needsRead(wanted: Wanted, { overrides }: UnitMemory): boolean {
  const changes = wanted.puts.size + (wanted.default ? 1 : 0);
  if ([...wanted.puts.values()].some(({ again }) => again)) return true;
  if (wanted.removals.size > 0 && changes > 0) return true;
  if (wanted.removals.size > 1 && !wanted.removesAlone) return true;
  if (wanted.only) return overrides === undefined || unlistedIn(wanted.only, overrides.keys()).length > 0;
  // A new override needs a priority; otherwise the server uses its position in the request.
  return (
    overrides === undefined &&
    [...wanted.puts.values()].some(({ priority, whole }) => priority === undefined && whole === undefined)
  );
}

/** Only what is wanted, for a flag that was not read. */
function patchWithoutRead(wanted: Wanted, { overrides = new Map() }: UnitMemory): object {
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
 * Restores overrides that were removed since they were read: the server created them again, with what was
 * sent and the rest from the default. An override with other differences was changed by somebody, and keeps the change.
 */
function patchOfRecreated(state: FlagState, { puts }: Wanted): object | undefined {
  const position = [...puts.keys()];
  const remade = state.overrides.filter((override) => {
    const put = puts.get(override.segmentId);
    if (!put?.whole) return false;
    const { enabled, value, variants, priority } = inFull(put);
    const inherits =
      (put.enabled !== undefined || override.enabled === state.enabled) &&
      (put.value !== undefined || sameState({ value: override.value }, { value: state.value })) &&
      (put.variants !== undefined || sameWeights(override.variants, state.variants)) &&
      (put.priority !== undefined || override.priority === position.indexOf(override.segmentId));
    const lacks =
      (enabled !== undefined && enabled !== override.enabled) ||
      (value !== undefined && !sameState({ value: asStored(value) }, { value: override.value })) ||
      (variants !== undefined && !sameWeights(variants, override.variants)) ||
      (priority !== undefined && priority !== override.priority);
    return inherits && lacks;
  });
  if (remade.length === 0) return undefined;
  const others = state.overrides.filter((override) => !remade.includes(override));
  const again = new Map(remade.map(({ segmentId }) => [segmentId, inFull(puts.get(segmentId) ?? {})]));
  const wanted: Wanted = { default: undefined, puts: again, removals: new Set(), only: undefined };
  return patchBetween(state, applyTo({ ...state, overrides: others }, wanted, new Map()));
}

/** The differences; undefined if there are none. */
function patchBetween(state: FlagState, target: FlagState): object | undefined {
  const all = variantsOf(state, target);
  const byDefault = sameState(state, target) ? undefined : attributes(filled(differenceOf(state, target), all));
  const overrides = target.overrides.flatMap((override) => {
    const current = state.overrides.find(({ segmentId }) => segmentId === override.segmentId);
    const segment = { id: Number(override.segmentId) };
    if (!current) return [{ segment, priority: override.priority, ...attributes(whole(override, all)) }];
    if (current.priority === override.priority && sameState(current, override)) return [];
    const priority = current.priority === override.priority ? {} : { priority: override.priority };
    return [{ segment, ...priority, ...attributes(filled(differenceOf(current, override), all)) }];
  });
  if (!byDefault && overrides.length === 0) return undefined;
  return {
    ...(byDefault ? { environment_default: byDefault } : {}),
    ...(overrides.length > 0 ? { segment_overrides: overrides } : {}),
  };
}

/** The complete set of overrides; undefined if a PUT cannot express it. */
function putOf(state: FlagState, target: FlagState): object | undefined {
  if (target.overrides.some(({ value }) => value === null && target.value !== null)) return undefined;
  const all = variantsOf(state, target);
  return {
    ...(sameState(state, target) ? {} : { environment_default: attributes(whole(target, all)) }),
    segment_overrides: target.overrides.map((override) => ({
      segment: { id: Number(override.segmentId) },
      priority: override.priority,
      ...attributes(whole(override, all)),
    })),
  };
}

function whole({ enabled, value, variants }: StoredState, all: readonly number[]): WantedState {
  return filled({ enabled, ...(value === null ? {} : { value }), variants }, all);
}

/** All variants of the flag: those of the default, because an override lacks variants that are newer than it. */
function variantsOf(state: FlagState, target: FlagState): number[] {
  return [...new Set([...state.variants, ...target.variants].map(({ id }) => id))];
}

/** With a share for every variant, as the server requires; empty if the flag has no variants. */
function filled({ variants, ...state }: WantedState, all: readonly number[]): WantedState {
  if (!variants || all.length === 0) return state;
  const weights = all.map((id): VariantAnswer => ({ id, weight: variants.find((each) => each.id === id)?.weight ?? 0 }));
  return { ...state, variants: weights };
}

function attributes({ enabled, value, variants }: WantedState): object {
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(value === undefined ? {} : { value: toWire(value) }),
    ...(variants === undefined || variants.length === 0 ? {} : { variants }),
  };
}

function has(state: FlagState, segmentId: string): boolean {
  return state.overrides.some((override) => override.segmentId === segmentId);
}
