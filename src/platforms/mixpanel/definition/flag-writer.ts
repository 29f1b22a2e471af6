import { ConcurrentChangeError, writeLoop } from "../../adapter/edits/write-loop";
import { type Edit, onlyRemove } from "../../port/edit";
import type { PlatformEnvironment } from "../../port/platform-environment";
import type { FlagAnswer } from "../api/answers";
import { landedAs } from "../api/client";
import { attempt } from "../api/errors";
import type { Copies } from "../flag/copies";
import { bodyOf, documentOf, type FlagDocument, sameDocument } from "../flag/document";
import type { FlagCreation } from "../flag/flag-creation";
import { removeFlag } from "../flag/flag-removal";
import { archiveFlag, refuseArchived, refuseLinked, restoreFlag } from "../flag/flag-status";
import { type Metadata, withMetadata } from "../flag/metadata";
import { applyTo, changesAudiences, isUntouched } from "./definition";
import type { ProjectEdits } from "./project-edits";

/** A flag in one project. */
export interface CopyUnit {
  readonly project: string;
  readonly key: string;
}

/** What one resource changes of it in one operation. */
export interface CopyOperation {
  readonly edits: readonly Edit[];
  readonly metadata?: Metadata;
  readonly remove?: boolean;
}

/** Whether the write succeeded, and the flag as it is now. */
interface Outcome {
  readonly isWritten: boolean;
  readonly live: FlagAnswer;
}

/**
 * Changes a copy as a whole: read, merged, read again, written, and the answer compared. What others change in between is kept: the
 * edits are applied again to what is there then.
 */
export class FlagWriter {
  /** Variants that are removed with their last use, by copy. */
  private readonly retiring = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly copies: Copies,
    private readonly creation: FlagCreation,
    private readonly edits: ProjectEdits,
    private readonly log: PlatformEnvironment["log"],
  ) {}

  async write(unit: CopyUnit, operations: readonly CopyOperation[], attempted: string): Promise<readonly string[]> {
    try {
      return await attempt(attempted, () => this.change(unit, operations, attempted), "flag");
    } catch (error) {
      this.copies.forget(unit.project, unit.key);
      throw error;
    }
  }

  private async change(unit: CopyUnit, operations: readonly CopyOperation[], attempted: string): Promise<readonly string[]> {
    const metadata = operations.reduce<Metadata>((all, each) => ({ ...all, ...each.metadata }), {});
    const edits = operations.map((each) => each.edits);
    const isRemoval = operations.some(({ remove }) => remove === true);
    const unitKey = `${unit.project}/${unit.key}`;
    const found = await this.creation.readCreated(unit.project, unit.key);
    if (isRemoval) {
      if (found) await removeFlag(this.copies, unit.project, found, attempted);
      return [];
    }
    // A removal must not create a copy.
    if (!found && onlyRemove(edits.flat())) return [];
    let live = found ?? (await this.creation.createMissing(unit.project, unit.key, attempted));
    if (metadata.archived === false && live.status === "archived") live = await restoreFlag(this.copies, unit.project, live);

    return writeLoop({
      attempted,
      log: this.log,
      read: () => Promise.resolve(live),
      write: async (now) => {
        const { wanted, cohorts } = await this.edits.changeset(unit.project, now, edits, attempted);
        const applied = applyTo(now, wanted, {
          cohorts: cohorts.names,
          retiring: this.retiring.get(unitKey) ?? new Set(),
          attempted,
          start: isUntouched(now) && wanted.killed !== true && metadata.archived !== true && changesAudiences(wanted),
        });
        const document = withMetadata(applied.document, now, metadata, attempted);
        const outcome: Outcome = sameDocument(document, documentOf(now))
          ? { isWritten: true, live: now }
          : await this.replace(unit, now, document, attempted);
        live = outcome.live;
        if (!outcome.isWritten) throw new ConcurrentChangeError();
        this.retiring.set(unitKey, applied.retiring);
        this.copies.keep(unit.project, live);
        if (metadata.archived === true && live.status !== "archived")
          await archiveFlag(this.copies, unit.project, live, attempted);
        return [...new Set(applied.warnings)];
      },
    });
  }

  /** One PUT, unless somebody wrote since the read. If so, what is there now, to begin again from. */
  private async replace(unit: CopyUnit, live: FlagAnswer, document: FlagDocument, attempted: string): Promise<Outcome> {
    refuseLinked(live, attempted);
    refuseArchived(live, attempted);
    const now = await this.copies.get(unit.project, live.id);
    if (!now) {
      // Deleted in between: the edits go to the flag that has the key now, or to a new copy.
      this.copies.forget(unit.project, unit.key);
      const other = await this.copies.read(unit.project, unit.key);
      return { isWritten: false, live: other ?? (await this.creation.createMissing(unit.project, unit.key, attempted)) };
    }
    if (!isSameFlag(now, live)) return { isWritten: false, live: now };
    const place = await this.copies.places.of(unit.project);
    const landed = async () => {
      const there = await this.copies.client.flag(place, live.id);
      if (sameDocument(documentOf(there), document)) return landedAs(there);
      if (isSameFlag(there, now)) return undefined;
      throw new ConcurrentChangeError();
    };
    try {
      const answer = await this.copies.client.replaceFlag(place, live.id, bodyOf(document), landed);
      return { isWritten: sameDocument(documentOf(answer), document), live: answer };
    } catch (error) {
      if (!(error instanceof ConcurrentChangeError)) throw error;
      return { isWritten: false, live: await this.copies.client.flag(place, live.id) };
    }
  }
}

function isSameFlag(one: FlagAnswer, other: FlagAnswer): boolean {
  return one.modified === other.modified && one.status === other.status && sameDocument(documentOf(one), documentOf(other));
}
