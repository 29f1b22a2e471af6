import { keptServe } from "../../adapter/edits/variant-audience";
import type { DefinitionSettings } from "../../model/settings";
import type {
  AnnouncedUnit,
  ApprovalQuestion,
  Definition,
  DefinitionStore,
  DefinitionUnit,
  WriteResult,
} from "../../port/definition";
import type { Edit } from "../../port/edit";
import type { Project } from "../../port/named";
import type { Documents } from "../document/documents";
import type { SplitContext } from "../run/context";
import { toDefinition } from "./definition";
import { FlagSets } from "./flag-sets";
import type { WriteQueue } from "./write/write-queue";

/** Definitions: read from one list per environment or exactly, written through the queue. */
export class Definitions implements DefinitionStore {
  readonly byFlagName = true;
  readonly startsEmpty = true;
  private readonly flagSets: FlagSets;

  constructor(
    private readonly context: SplitContext,
    private readonly documents: Documents,
    private readonly queue: WriteQueue,
  ) {
    this.flagSets = new FlagSets(context.flagSetClient);
  }

  refuseUnapproved(question: ApprovalQuestion): string | undefined {
    return this.context.approvals.refuse(question);
  }

  announce(unit: AnnouncedUnit): void {
    this.queue.announce(unit);
  }

  requireSettings(
    project: Project,
    _environment: string,
    { split: { flagSets = [] } = {} }: DefinitionSettings,
    attempted: string,
  ): Promise<void> {
    return this.flagSets.require(project, flagSets, attempted);
  }

  async sweep(unit: DefinitionUnit): Promise<Definition | undefined> {
    return this.context.environment.refresh === "exact" ? undefined : this.listed(unit);
  }

  async listed(unit: DefinitionUnit): Promise<Definition | undefined> {
    const document = await this.documents.listed(unit);
    return document && toDefinition(document);
  }

  async requireServed(unit: DefinitionUnit | undefined, attempted: string): Promise<void> {
    const now = unit && (await this.listed(unit));
    keptServe(now?.served ?? undefined, now?.whenOff ?? null, attempted);
  }

  async read(unit: DefinitionUnit): Promise<Definition | undefined> {
    const document = await this.documents.read(unit);
    return document && toDefinition(document);
  }

  write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult> {
    return this.queue.submit(unit, edits, announcedAs);
  }
}
