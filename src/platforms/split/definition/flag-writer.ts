import { type Changeset, changesetOf } from "../../adapter/edits/changeset";
import { describeUnit, unitKey } from "../../adapter/edits/units";
import { ConcurrentChangeError, TRIES, writeLoop } from "../../adapter/edits/write-loop";
import type { DefinitionUnit, WriteResult } from "../../port/definition";
import type { Edit } from "../../port/edit";
import { attempt, isConflict, wordsIn } from "../api/errors";
import type { ChangeNote } from "../api/requests";
import type { Document } from "../document/document";
import type { Documents } from "../document/documents";
import type { SplitContext } from "../run/context";
import { creationOf, makesDefinition, requireNoPuts } from "./edits/creation";
import type { EditPreview } from "./edits/edit-preview";
import { lacks, updateOf } from "./edits/update";
import type { Sending, WriteStrategy } from "./write/write-strategy";

interface Written extends WriteResult {
  readonly document: Document | undefined;
}

interface Writing extends Omit<Sending, "note"> {
  readonly wanted: Changeset;
  readonly strategy: WriteStrategy;
}

/** Writes a batch: creates the definition if there is none, else changes what differs from what was just read. */
export class FlagWriter {
  private readonly created = new Set<string>();

  constructor(
    private readonly context: SplitContext,
    private readonly documents: Documents,
    private readonly preview: EditPreview,
    /** Whether the flag or the environment was created in this run. */
    private readonly isNew: (unit: DefinitionUnit) => boolean,
  ) {}

  /** The definition as it was written. */
  write(unit: DefinitionUnit, operations: readonly (readonly Edit[])[], strategy: WriteStrategy): Promise<Written> {
    const wanted = changesetOf(operations);
    const attempted = `update ${describeUnit(unit)}`;
    const work = async (): Promise<Written> => {
      const writing = { unit, wanted, strategy, context: await this.preview.contextOf(unit, wanted) };
      // A new flag or environment has no definition yet: the first try needs no read.
      const isUnseen = this.isNew(unit) && !this.created.has(unitKey(unit)) && makesDefinition(wanted);
      return writeLoop({
        attempted,
        log: this.context.environment.log,
        read: async (tries) => (tries === 1 && isUnseen ? undefined : this.documents.read(unit)),
        write: async (live, tries) => {
          try {
            return await (live ? this.update(writing, live) : this.create(writing, tries));
          } catch (error) {
            throw isConflict(error) ? new ConcurrentChangeError(wordsIn(error)) : error;
          }
        },
      });
    };
    return attempt(attempted, work, "flag");
  }

  private async create({ unit, wanted, context, strategy }: Writing, tries: number): Promise<Written> {
    if (!makesDefinition(wanted)) {
      requireNoPuts(wanted, unit, context.attempted);
      return { document: undefined, warnings: [] };
    }
    const creation = creationOf(unit.flag.name, wanted, context);
    const note = await this.noteFor(unit, wanted, context.attempted);
    this.created.add(unitKey(unit));
    const document = await strategy.create({ unit, context, note }, creation, this.isNew(unit) && tries < TRIES);
    // If the answer was lost, what is there now may be somebody else's.
    if (lacks(document, wanted, context)) throw new ConcurrentChangeError();
    return { document, warnings: creation.warnings };
  }

  private async update({ unit, wanted, context, strategy }: Writing, live: Document): Promise<Written> {
    const update = updateOf(live, wanted, context);
    let document = live;
    if (update.operations.length > 0) {
      const note = await this.noteFor(unit, wanted, context.attempted);
      document = await strategy.update({ unit, context, note }, live, update);
      // A change in between may have moved the list positions that the patch named.
      if (lacks(document, wanted, context)) throw new ConcurrentChangeError();
    }
    this.preview.setRetiring(unit, update.retiring);
    return { document, warnings: update.warnings };
  }

  private noteFor({ project }: DefinitionUnit, { settings }: Changeset, attempted: string): Promise<ChangeNote> {
    const { title, comment } = settings.split ?? {};
    const own = { ...(title === undefined ? {} : { title }), ...(comment === undefined ? {} : { comment }) };
    return this.context.projects.changeNote(project, own, attempted);
  }
}
