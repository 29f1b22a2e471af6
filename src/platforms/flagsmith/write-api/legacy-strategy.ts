import { HttpError } from "../../../http/http-error";
import { unitKey } from "../../adapter/edits/units";
import type { DefinitionUnit } from "../../port/definition";
import { isMissingLink, isNotFound, isShareConflict } from "../api/errors";
import { type Changes, changesBetween, isEmpty, isNothing, predictedChanges } from "../state/changes";
import type { Wanted, WantedState } from "../state/definition";
import type { UnitMemory } from "../state/unit-memory";
import { EnvironmentCheck } from "./environment-check";
import { firstPerSegment, type LinkRow, readSnapshot } from "./flag-snapshot";
import { LegacyWriter, type Rows } from "./legacy-writer";
import { refuseSamePriority } from "./refuse-same-priority";
import { SnapshotStrategy } from "./snapshot-strategy";
import { anotherWriter, explainGone, goneError, isPureRemoval, resultOf, type StrategyResult } from "./write-strategy";
import { targetOf } from "./write-target";

/**
 * The states and links themselves (environments without feature versioning, any server): one request per change,
 * effective at once. First creates, then updates, then removals; priorities come last.
 */
export class LegacyStrategy extends SnapshotStrategy {
  /** Row ids never change, so rows that this run created or read can be written again without a read. */
  private readonly known = new Map<string, Rows>();

  private readonly writable = new EnvironmentCheck(this.context);

  async write(unit: DefinitionUnit, wanted: Wanted, memory: UnitMemory): Promise<StrategyResult> {
    const predicted = predictedChanges(wanted, memory);
    const rows = predicted && this.rowsFor(unit, predicted, memory);
    if (!predicted || !rows) {
      return isPureRemoval(wanted) ? this.removeAll(unit, wanted, memory) : this.writeAfterRead(unit, wanted, memory);
    }
    try {
      const after = await this.carryOut(unit, predicted, rows);
      return { state: undefined, overrides: placesOf(after), warnings: [] };
    } catch (error) {
      if (!isOfOthers(error)) throw error;
      return this.writeAfterRead(unit, wanted, forgetful(memory));
    }
  }

  /** Only the links show which overrides a removal affects and shifts. */
  private async removeAll(unit: DefinitionUnit, wanted: Wanted, memory: UnitMemory): Promise<StrategyResult> {
    const { removals } = wanted;
    const links = await this.links(unit);
    const there = placesOf({ links });
    const staying = new Map([...there].filter(([id]) => !removals.has(id)));
    const gone = [...removals].filter((id) => there.has(id));
    const changes = { ...NOTHING, removals: gone, places: { from: there, to: staying } };
    try {
      const after = await this.carryOut(unit, changes, { defaultState: undefined, links, shares: new Map() });
      return { state: undefined, overrides: placesOf(after), warnings: [] };
    } catch (error) {
      if (!isOfOthers(error)) throw error;
      return this.writeAfterRead(unit, wanted, forgetful(memory));
    }
  }

  private async links(unit: DefinitionUnit): Promise<readonly LinkRow[]> {
    const { client, parents } = this.context;
    try {
      const listed = await client.featureSegments(unit.environment.id, unit.flag.id);
      return listed.map(({ id, segment, priority }) => {
        return { link: id, segmentId: String(segment), priority, state: "unseen" };
      });
    } catch (error) {
      // This older view answers 400, 403 or 500 for something that does not exist.
      throw error instanceof HttpError ? await explainGone(error, unit, parents) : error;
    }
  }

  private async writeAfterRead(
    unit: DefinitionUnit,
    asked: Wanted,
    memory: UnitMemory,
    again = true,
  ): Promise<StrategyResult> {
    const concernsLinks = asked.puts.size > 0 || asked.removals.size > 0 || asked.only !== undefined;
    // Rows that this run created or read have no links without a state.
    const wantsLinks = concernsLinks && memory.overrides === undefined;
    const look = await readSnapshot(this.context, unit, { links: wantsLinks });
    if (!look) throw goneError(unit, await this.context.parents.missingParent(unit));
    const { state, wanted, target } = await targetOf(this.context, unit, look.state, asked, memory);
    const seen = changesBetween(state, target);
    // A link without a state serves nothing, but it is removed together with the override.
    const stray = [...wanted.removals].filter((id) => look.links.some(({ segmentId }) => segmentId === id));
    const changes = { ...seen, removals: [...new Set([...seen.removals, ...stray])] };
    try {
      const after = await this.carryOut(unit, changes, look);
      return { ...resultOf(target), overrides: placesOf(after) };
    } catch (error) {
      if (!isOfOthers(error)) throw error;
      if (!again) throw anotherWriter(unit, error);
      return this.writeAfterRead(unit, asked, forgetful(memory), false);
    }
  }

  private async carryOut(unit: DefinitionUnit, changes: Changes, rows: Rows): Promise<Rows> {
    refuseSamePriority(unit, changes);
    const key = unitKey(unit);
    this.known.delete(key);
    if (!isNothing(changes)) await this.writable.require(unit, false);
    const after = isNothing(changes) ? rows : await new LegacyWriter(this.context, unit, rows).write(changes);
    this.known.set(key, after);
    return after;
  }

  /** The rows that the changes need, if this run knows all of them. */
  private rowsFor(unit: DefinitionUnit, changes: Changes, { overrides }: UnitMemory): Rows | undefined {
    const rows = this.known.get(unitKey(unit)) ?? NO_ROWS;
    const { defaultState } = rows;
    if (!isEmpty(changes.default) && (defaultState === undefined || !knowsShares(rows, defaultState, changes.default))) {
      return undefined;
    }
    if (!overrides) return undefined;
    const seen = ([id, update]: readonly [string, WantedState]): boolean =>
      rows.links.some(({ segmentId, state }) => {
        return segmentId === id && state !== "unseen" && (state === undefined || knowsShares(rows, state, update));
      });
    if (![...changes.updates].every(seen)) return undefined;
    const counting = placesOf(rows);
    return [...overrides].every(([id, place]) => counting.get(id) === place) ? rows : undefined;
  }
}

/** A row disappeared or another one appeared between our read and our write: somebody else changed it. */
function isOfOthers(error: unknown): error is HttpError {
  return isNotFound(error) || isShareConflict(error) || isMissingLink(error);
}

function forgetful(memory: UnitMemory): UnitMemory {
  return { ...memory, overrides: undefined };
}

const NO_ROWS: Rows = { defaultState: undefined, links: [], shares: new Map() };

/** A variant that was created since then may have a row by now. */
function knowsShares({ shares }: Rows, state: number, { variants = [] }: WantedState): boolean {
  return variants.every(({ id }) => shares.get(state)?.has(id) === true);
}

const NOTHING = { default: {}, updates: new Map<string, never>(), creates: [] } as const;

function placesOf({ links }: Pick<Rows, "links">): ReadonlyMap<string, number> {
  const served = firstPerSegment(links.filter(({ state }) => state !== undefined));
  return new Map(served.map(({ segmentId, priority }) => [segmentId, priority]));
}
