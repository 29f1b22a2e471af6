import { ConcurrentChangeError } from "../../../adapter/edits/write-loop";
import type { DefinitionUnit } from "../../../port/definition";
import { isApproval, isNotFound, isRefused, wordsIn } from "../../api/errors";
import type { ChangeNote } from "../../api/requests";
import type { Document } from "../../document/document";
import { type Documents, placeOf } from "../../document/documents";
import type { PatchOperation } from "../../document/patch";
import { ApprovalRequiredError } from "../../run/approvals";
import type { SplitContext } from "../../run/context";
import type { Creation } from "../edits/creation";
import type { Update } from "../edits/update";
import { guardsOf, PatchGuards } from "./patch-guards";
import type { Sending, WriteStrategy } from "./write-strategy";

type Patch = Pick<Update, "document" | "operations">;

/** Writes directly: one POST where there is no definition, else one PATCH of the definition that was read. */
export class DirectStrategy implements WriteStrategy {
  private readonly guards: PatchGuards;

  constructor(
    private readonly context: SplitContext,
    private readonly documents: Documents,
  ) {
    this.guards = new PatchGuards(context.config.patchGuards ?? "auto", (...words) => context.environment.log(...words));
  }

  async create({ unit, note }: Sending, { body, kill, document }: Creation, mayBeUnknown: boolean): Promise<Document> {
    try {
      const created = await this.context.approvals.inTurn(unit.environment, () =>
        this.context.client.createDefinition(placeOf(unit), body, note, async () => {
          const found = await this.documents.read(unit);
          return found && { status: 200, body: found };
        }),
      );
      const isKilled = !kill || created.killed;
      return isKilled ? created : await this.patch(unit, created, { document, operations: [KILL] }, note);
    } catch (error) {
      this.divert(unit, error);
      if (isNotFound(error) && mayBeUnknown) throw new ConcurrentChangeError();
      throw error;
    }
  }

  update({ unit, note }: Sending, live: Document, update: Update): Promise<Document> {
    return this.patch(unit, live, update, note);
  }

  /** If an environment requires approval, it may still let its emergency switch be used: only this request does that. */
  async setKilled({ unit, note }: Pick<Sending, "unit" | "note">, killed: boolean): Promise<Document> {
    await this.context.client.setKilled(placeOf(unit), killed, note);
    const after = await this.documents.read(unit);
    if (!after) throw new ConcurrentChangeError();
    return after;
  }

  private async patch(unit: DefinitionUnit, live: Document, { document, operations }: Patch, note: ChangeNote) {
    const send = (body: readonly PatchOperation[]): Promise<Document> =>
      this.context.client.patchDefinition(placeOf(unit), body, note, () => this.landed(unit, live, document));
    const tests = this.guards.areOn ? guardsOf(live, operations) : [];
    try {
      return await this.context.approvals.inTurn(unit.environment, () => send([...tests, ...operations]));
    } catch (error) {
      this.divert(unit, error);
      if (isApproval(error) && killedBy(operations) === true) return this.setKilled({ unit, note }, true);
      if (!isRefused(error)) throw error;
      // Refused for its content, or because the list positions that it names have moved?
      const now = await this.documents.read(unit);
      if (!now || now.lastUpdateTime !== live.lastUpdateTime || !sameParts(now, live)) throw new ConcurrentChangeError();
      if (tests.length === 0 || !this.guards.mayBeBlamed(error)) throw error;
      const after = await send(operations);
      this.guards.drop(wordsIn(error));
      return after;
    }
  }

  private divert({ environment }: DefinitionUnit, error: unknown): void {
    if (this.context.approvals.mustSubmitAfter(error, environment)) throw new ApprovalRequiredError();
  }

  /** A patch names list positions: it is sent again only while the definition is as it was read. */
  private async landed(unit: DefinitionUnit, live: Document, target: Document) {
    const now = await this.documents.read(unit);
    if (now && now.lastUpdateTime === live.lastUpdateTime) return undefined;
    if (now && sameParts(now, target)) return { status: 200, body: now };
    throw new ConcurrentChangeError();
  }
}

const KILL = { op: "replace", path: "/killed", value: true } as const;

/** The new state of the kill switch, if nothing else changes. */
export function killedBy([only, ...more]: readonly PatchOperation[]): boolean | undefined {
  const isAlone = more.length === 0 && only?.path === KILL.path && only.op === KILL.op;
  return isAlone ? only.value === true : undefined;
}

/** Compares what a patch can change; the server may add other members. */
function sameParts(now: Document, target: Document): boolean {
  return (["killed", "treatments", "defaultTreatment", "trafficAllocation", "rules", "defaultRule"] as const).every(
    (part) => JSON.stringify(now[part]) === JSON.stringify(target[part]),
  );
}
