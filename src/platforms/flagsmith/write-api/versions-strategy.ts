import { HttpError } from "../../../http/http-error";
import type { HttpAnswer } from "../../../http/request";
import type { DefinitionUnit } from "../../port/definition";
import { isOverrideConflict } from "../api/errors";
import { type Changes, changesBetween, isNothing, predictedChanges } from "../state/changes";
import type { Wanted } from "../state/definition";
import { afterRemovals, type Places } from "../state/override-places";
import type { UnitMemory } from "../state/unit-memory";
import { EnvironmentCheck } from "./environment-check";
import { refuseSamePriority } from "./refuse-same-priority";
import { SnapshotStrategy } from "./snapshot-strategy";
import { versionBody } from "./version-body";
import { anotherWriter, explainGone, readToWrite, resultOf, type StrategyResult } from "./write-strategy";
import { targetOf } from "./write-target";

/**
 * The versions of a flag (environments with feature versioning, servers from 2.124): one atomic request per batch, which
 * becomes one published version. It returns nothing about the flag, and publishes even if nothing changes.
 */
export class VersionsStrategy extends SnapshotStrategy {
  private readonly writable = new EnvironmentCheck(this.context);

  async write(unit: DefinitionUnit, wanted: Wanted, memory: UnitMemory): Promise<StrategyResult> {
    const predicted = predictedChanges(wanted, memory);
    if (!predicted) return this.writeAfterRead(unit, wanted, memory);
    try {
      if (!isNothing(predicted)) await this.publish(unit, predicted);
    } catch (error) {
      if (!isOverrideConflict(error)) throw error;
      return this.writeAfterRead(unit, wanted, memory);
    }
    return { state: undefined, overrides: placesAfter(predicted, memory), warnings: [] };
  }

  /** With a fresh read: whether an override exists decides the form of the request. */
  private async writeAfterRead(
    unit: DefinitionUnit,
    asked: Wanted,
    memory: UnitMemory,
    again = true,
  ): Promise<StrategyResult> {
    const current = await readToWrite(this, unit, this.context.parents);
    const { state, target } = await targetOf(this.context, unit, current, asked, memory);
    const changes = changesBetween(state, target);
    try {
      if (!isNothing(changes)) await this.publish(unit, changes);
      return resultOf(target);
    } catch (error) {
      // Somebody created or removed the override between our read and our write.
      if (!isOverrideConflict(error)) throw error;
      if (!again) throw anotherWriter(unit, error);
      return this.writeAfterRead(unit, asked, memory, false);
    }
  }

  private async publish(unit: DefinitionUnit, changes: Changes): Promise<void> {
    refuseSamePriority(unit, changes);
    await this.writable.require(unit, true);
    const { environment, flag } = unit;
    const [made] = changes.creates;
    // Updates and removals can be sent twice; creates would be refused.
    const again = made === undefined ? { idempotent: true } : { landed: () => this.landed(unit, made.segmentId) };
    try {
      await this.context.client.createVersion(environment.id, flag.id, versionBody(changes), again);
    } catch (error) {
      // This view of the server crashes if the flag or the environment does not exist.
      const mayBeGone = error instanceof HttpError && (error.status === 500 || error.status === 403 || error.status === 404);
      throw mayBeGone ? await explainGone(error, unit, this.context.parents) : error;
    }
  }

  /** A version is written completely or not at all. */
  private async landed(unit: DefinitionUnit, made: string): Promise<HttpAnswer | undefined> {
    const state = await this.read(unit);
    return state?.overrides.some(({ segmentId }) => segmentId === made) ? { status: 201, body: {} } : undefined;
  }
}

function placesAfter({ places, removals }: Changes, { overrides }: UnitMemory): Places | undefined {
  return places ? places.to : overrides && afterRemovals(overrides, removals, false);
}
