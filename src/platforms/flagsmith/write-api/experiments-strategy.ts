import { HttpError } from "../../../http/http-error";
import type { FlagValue } from "../../model/flag-value";
import type { DefinitionUnit } from "../../port/definition";
import { PlatformError } from "../../port/platform-error";
import { isNoOverride, mayMeanGone } from "../api/errors";
import { toWire } from "../api/values";
import { type FlagState, type OverrideState, sameState, type Wanted } from "../state/definition";
import { movesTo } from "../state/link-order";
import { afterRemovals, type Places, placesOf, samePlaces } from "../state/override-places";
import { type PredictedWrite, predictWrite } from "../state/predict-write";
import type { UnitMemory } from "../state/unit-memory";
import { sameWeights, servesVariants } from "../state/variant-weights";
import { SnapshotStrategy } from "./snapshot-strategy";
import {
  explainGone,
  isPureRemoval,
  readToWrite,
  resultOf,
  Routes,
  type StrategyResult,
  WeightsUnsupportedError,
} from "./write-strategy";
import { targetOf } from "./write-target";

/**
 * The experimental endpoints (servers from 2.205): `update-flag-v1` for one change, `update-flag-v2` for several,
 * `delete-segment-override`. They return nothing, require every attribute, and shift other overrides when a priority is set.
 */
export class ExperimentsStrategy extends SnapshotStrategy {
  readonly routes = new Routes();

  async write(unit: DefinitionUnit, wanted: Wanted, memory: UnitMemory): Promise<StrategyResult> {
    const stated = statedWeights(wanted);
    if (stated.some(servesVariants)) throw new WeightsUnsupportedError();
    if (stated.length > 0) return this.writeAfterRead(unit, wanted, memory);
    if (isPureRemoval(wanted)) return this.removeAll(unit, [...wanted.removals], memory);
    const predicted = predictWrite(wanted, memory);
    return predicted ? this.writePredicted(unit, wanted, predicted) : this.writeAfterRead(unit, wanted, memory);
  }

  /** Without a read: everything is stated, and the result is known in advance. */
  private async writePredicted(
    unit: DefinitionUnit,
    wanted: Wanted,
    { target, puts, again, places }: PredictedWrite,
  ): Promise<StrategyResult> {
    const nulls = new Set<string>();
    await this.sendAll(unit, wanted, { target, puts, defaultChanges: wanted.default !== undefined }, nulls);
    for (const override of again) await this.sendOverride(unit, override, override.priority, nulls);
    return { state: undefined, overrides: places, warnings: [] };
  }

  /** With a fresh read: sends only what changes, and repeats the attributes that must be sent. */
  private async writeAfterRead(unit: DefinitionUnit, asked: Wanted, memory: UnitMemory): Promise<StrategyResult> {
    const current = await readToWrite(this, unit, this.context.parents);
    const { state, wanted, target } = await targetOf(this.context, unit, current, asked, memory);
    if (weightsDiffer(state, target, wanted)) throw new WeightsUnsupportedError();
    const puts = target.overrides.filter((override) => wanted.puts.has(override.segmentId) && differs(state, override));
    const removed = state.overrides.filter(
      ({ segmentId }) => !target.overrides.some((each) => each.segmentId === segmentId),
    );
    const defaultChanges = !sameState(state, target);
    if (!defaultChanges && puts.length === 0 && removed.length === 0) return resultOf(state);

    const nulls = new Set<string>();
    await this.sendAll(unit, wanted, { target, puts, defaultChanges }, nulls);
    for (const { segmentId } of removed) await this.remove(unit, segmentId);

    const moved = removed.length > 0 || puts.some((put) => !samePlace(state, put));
    if (!moved) return resultOf(withoutNulls(target, defaultChanges, puts), warnNulls(nulls));
    const settled = await this.correctPriorities(unit, placesOf(target.overrides), nulls);
    return { ...settled, warnings: [...warnNulls(nulls), ...settled.warnings] };
  }

  /**
   * Removals need no read: the API says if one is already gone. Only if the server closes gaps must the remaining ones be known,
   * because they must keep their priorities.
   */
  private async removeAll(unit: DefinitionUnit, removals: readonly string[], memory: UnitMemory): Promise<StrategyResult> {
    const closesGaps = unit.environment.flagsmith?.versioned ?? false;
    const before = memory.overrides ?? (closesGaps ? await this.readPriorities(unit) : undefined);
    for (const segmentId of removals) await this.remove(unit, segmentId);
    if (!before) return { state: undefined, overrides: undefined, warnings: [] };
    const wanted = afterRemovals(before, removals, false);
    if (samePlaces(wanted, afterRemovals(before, removals, closesGaps))) {
      return { state: undefined, overrides: wanted, warnings: [] };
    }
    const nulls = new Set<string>();
    const settled = await this.correctPriorities(unit, wanted, nulls);
    return { ...settled, warnings: [...warnNulls(nulls), ...settled.warnings] };
  }

  private async readPriorities(unit: DefinitionUnit): Promise<Places> {
    try {
      const links = await this.context.client.featureSegments(unit.environment.id, unit.flag.id);
      return placesOf(links.map(({ segment, priority }) => ({ segmentId: String(segment), priority })));
    } catch (error) {
      // This older view answers 400, 403 or 500 for something that does not exist.
      throw await explainGone(error, unit, this.context.parents);
    }
  }

  /**
   * Setting a priority shifts others, and a removal may too: so the result is read back. Overrides with a wrong priority
   * are sent again, in as few moves as possible, until all are right.
   */
  private async correctPriorities(unit: DefinitionUnit, wanted: Places, nulls: Set<string>): Promise<StrategyResult> {
    for (let round = 0; ; round++) {
      const look = await this.readAfterWrite(unit);
      if (typeof look === "string") return { state: undefined, overrides: undefined, warnings: [look] };
      const wrong = misplaced(look, wanted);
      if (wrong.length === 0) return resultOf(look);
      if (round === wanted.size + 2) {
        const left = wrong.map(({ segmentId, priority }) => `segment ${segmentId} not at ${priority}`);
        return resultOf(look, [
          `The server did not set the requested priorities: ${left.join(", ")}. Apply again to set them.`,
        ]);
      }
      const moves = movesTo(placesOf(look.overrides), wanted);
      for (const [id, priority] of moves) {
        const override = look.overrides.find(({ segmentId }) => segmentId === id);
        if (override) await this.sendOverride(unit, override, priority, nulls);
      }
    }
  }

  /** The write is confirmed by now: a failing read is a warning, not an error. */
  private async readAfterWrite(unit: DefinitionUnit): Promise<FlagState | string> {
    try {
      return await readToWrite(this, unit, this.context.parents);
    } catch (error) {
      if (!(error instanceof HttpError) && !isUnavailable(error)) throw error;
      return `The change was written, but the priorities could not be read afterwards (${error.message}). The next plan shows whether they are as requested.`;
    }
  }

  /** One request if the default is included: the endpoint for several changes requires it. */
  private async sendAll(
    unit: DefinitionUnit,
    wanted: Wanted,
    { target, puts, defaultChanges }: Sending,
    nulls: Set<string>,
  ): Promise<void> {
    // Only a stated priority is sent: an override without one keeps its priority, a new one goes last.
    const placeOf = ({ segmentId }: OverrideState): number | undefined => wanted.puts.get(segmentId)?.priority;
    if (wanted.default && puts.length + (defaultChanges ? 1 : 0) > 1) {
      return this.sendTogether(unit, target, puts, placeOf, nulls);
    }
    if (defaultChanges) {
      const value = wireOrEmpty(target.value, "its default", nulls);
      await this.send(unit, "update-flag-v1", { enabled: target.enabled, value });
    }
    for (const put of puts) await this.sendOverride(unit, put, placeOf(put), nulls);
  }

  private sendTogether(
    unit: DefinitionUnit,
    target: FlagState,
    puts: readonly OverrideState[],
    placeOf: (override: OverrideState) => number | undefined,
    nulls: Set<string>,
  ): Promise<void> {
    return this.send(unit, "update-flag-v2", {
      environment_default: { enabled: target.enabled, value: wireOrEmpty(target.value, "its default", nulls) },
      segment_overrides: puts.map((put) => {
        const priority = placeOf(put);
        return {
          segment_id: Number(put.segmentId),
          ...(priority === undefined ? {} : { priority }),
          enabled: put.enabled,
          value: wireOrEmpty(put.value, `its override for segment ${put.segmentId}`, nulls),
        };
      }),
    });
  }

  private sendOverride(
    unit: DefinitionUnit,
    { segmentId, enabled, value }: OverrideState,
    priority: number | undefined,
    nulls: Set<string>,
  ): Promise<void> {
    return this.send(unit, "update-flag-v1", {
      segment: { id: Number(segmentId), ...(priority === undefined ? {} : { priority }) },
      enabled,
      value: wireOrEmpty(value, `its override for segment ${segmentId}`, nulls),
    });
  }

  private async remove(unit: DefinitionUnit, segmentId: string): Promise<void> {
    try {
      await this.send(unit, "delete-segment-override", { segment: { id: Number(segmentId) } });
    } catch (error) {
      if (!isNoOverride(error)) throw error;
    }
  }

  private async send(unit: DefinitionUnit, endpoint: string, body: object): Promise<void> {
    const flag = { feature: { id: Number(unit.flag.id) }, ...body };
    const { client } = this.context;
    try {
      await this.routes.through(() => client.experiment(unit.environment.clientKey, endpoint, flag));
    } catch (error) {
      if (isNoOverride(error) || !mayMeanGone(error)) throw error;
      throw await explainGone(error, unit, this.context.parents);
    }
  }
}

function isUnavailable(error: unknown): error is PlatformError {
  return error instanceof PlatformError && error.code === "unavailable";
}

interface Sending {
  readonly target: FlagState;
  readonly puts: readonly OverrideState[];
  readonly defaultChanges: boolean;
}

/** The shares set by edits. */
function statedWeights({ default: byDefault, puts }: Wanted) {
  const stated = [byDefault, ...[...puts.values()].flatMap((put) => [put, put.whole])];
  return stated.flatMap((each) => (each?.variants ? [each.variants] : []));
}

/** A new override has no shares in this API, and does not inherit any. */
function weightsDiffer(state: FlagState, target: FlagState, { default: byDefault, puts }: Wanted): boolean {
  if (byDefault?.variants && !sameWeights(state.variants, target.variants)) return true;
  return target.overrides.some(({ segmentId, variants }) => {
    if (!puts.get(segmentId)?.variants) return false;
    return !sameWeights(state.overrides.find((each) => each.segmentId === segmentId)?.variants, variants);
  });
}

function differs(state: FlagState, override: OverrideState): boolean {
  const current = state.overrides.find(({ segmentId }) => segmentId === override.segmentId);
  return !current || current.priority !== override.priority || !sameState(current, override);
}

function samePlace(state: FlagState, override: OverrideState): boolean {
  return state.overrides.some(
    ({ segmentId, priority }) => segmentId === override.segmentId && priority === override.priority,
  );
}

function misplaced(state: FlagState, stated: Places): OverrideState[] {
  return state.overrides.flatMap((override) => {
    const priority = stated.get(override.segmentId);
    return priority === undefined || priority === override.priority ? [] : [{ ...override, priority }];
  });
}

/** These endpoints have no absent value: it becomes an empty string. */
function wireOrEmpty(value: FlagValue | null, where: string, nulls: Set<string>): object {
  if (value !== null) return toWire(value);
  nulls.add(where);
  return { type: "string", value: "" };
}

function withoutNulls(target: FlagState, defaultSent: boolean, sent: readonly OverrideState[]): FlagState {
  const empty: FlagValue = { kind: "string", value: "" };
  return {
    ...target,
    value: defaultSent ? (target.value ?? empty) : target.value,
    overrides: target.overrides.map((each) =>
      sent.some(({ segmentId }) => segmentId === each.segmentId) ? { ...each, value: each.value ?? empty } : each,
    ),
  };
}

function warnNulls(nulls: ReadonlySet<string>): string[] {
  if (nulls.size === 0) return [];
  return [
    `The flag had no value (${[...nulls].join(", ")}), and now has an empty string: the experiments API of this server cannot write "no value".`,
  ];
}
