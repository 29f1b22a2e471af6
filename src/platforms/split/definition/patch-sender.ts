import { ConcurrentChangeError } from "../../adapter/edits/write-loop";
import type { DefinitionUnit } from "../../port/definition";
import type { Place } from "../api/client";
import { isApproval, isRefused, wordsIn } from "../api/errors";
import type { ChangeNote } from "../api/requests";
import type { Document } from "../document/document";
import type { PatchOperation } from "../document/patch";
import type { SplitContext } from "../run/context";
import { divertForApproval } from "../run/divert-for-approval";
import { guardsOf, PatchGuards } from "./patch-guards";

/** Sends the patch of a definition, which is good only for the definition as it was read. */
export class PatchSender {
  private readonly guards: PatchGuards;

  constructor(
    private readonly context: SplitContext,
    private readonly read: (unit: DefinitionUnit) => Promise<Document | undefined>,
  ) {
    this.guards = new PatchGuards(context.config.patchGuards ?? "auto", (...words) => context.environment.log(...words));
  }

  /** Throws {@link ConcurrentChangeError} where somebody else changed the definition since it was read. */
  async send(
    unit: DefinitionUnit,
    live: Document,
    target: Document,
    operations: readonly PatchOperation[],
    words: ChangeNote,
  ): Promise<Document> {
    const send = (body: readonly PatchOperation[]): Promise<Document> =>
      this.context.client.patchDefinition(placeOf(unit), body, words, () => this.landed(unit, live, target));
    const tests = this.guards.areOn ? guardsOf(live, operations) : [];
    try {
      return await this.context.approvals.inTurn(unit.environment, () => send([...tests, ...operations]));
    } catch (error) {
      divertForApproval(this.context.approvals, unit, error);
      if (isApproval(error) && killedBy(operations) === true) return this.setKilled(unit, true, words);
      if (!isRefused(error)) throw error;
      // Refused for what it is, or because its places are no longer what they were?
      const now = await this.read(unit);
      if (!now || now.lastUpdateTime !== live.lastUpdateTime || !sameParts(now, live)) throw new ConcurrentChangeError();
      if (tests.length === 0 || !this.guards.mayBeBlamed(error)) throw error;
      const after = await send(operations);
      this.guards.drop(wordsIn(error));
      return after;
    }
  }

  /** Where changes need approvals, an environment may still let its emergency switch be used: through this only. */
  async setKilled(unit: DefinitionUnit, killed: boolean, words: ChangeNote): Promise<Document> {
    await this.context.client.setKilled(placeOf(unit), killed, words);
    const after = await this.read(unit);
    if (!after) throw new ConcurrentChangeError();
    return after;
  }

  /** A patch names places in lists: it is sent again only while the definition is as it was read. */
  private async landed(unit: DefinitionUnit, live: Document, target: Document) {
    const now = await this.read(unit);
    if (now && now.lastUpdateTime === live.lastUpdateTime) return undefined;
    if (now && sameParts(now, target)) return { status: 200, body: now };
    throw new ConcurrentChangeError();
  }
}

export const KILL = { op: "replace", path: "/killed", value: true } as const;

/** What the kill switch is set to, where nothing else changes. */
export function killedBy([only, ...more]: readonly PatchOperation[]): boolean | undefined {
  const isAlone = more.length === 0 && only?.path === KILL.path && only.op === KILL.op;
  return isAlone ? only.value === true : undefined;
}

export function placeOf({ project, environment, flag }: DefinitionUnit): Place {
  return { workspace: project.id, environment: environment.id, flag: flag.name };
}

/** Whether a definition has all that was meant, whatever the server adds to it. */
function sameParts(now: Document, target: Document): boolean {
  return (["killed", "treatments", "defaultTreatment", "trafficAllocation", "rules", "defaultRule"] as const).every(
    (part) => JSON.stringify(now[part]) === JSON.stringify(target[part]),
  );
}
