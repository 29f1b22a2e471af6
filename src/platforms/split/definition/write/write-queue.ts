import { announcedName, EditQueue } from "../../../adapter/edits/edit-queue";
import { describeUnit, unitKey } from "../../../adapter/edits/units";
import type { AnnouncedUnit, DefinitionUnit, WriteResult } from "../../../port/definition";
import type { Edit } from "../../../port/edit";
import { PlatformError } from "../../../port/platform-error";
import type { Documents } from "../../document/documents";
import { ApprovalRequiredError } from "../../run/approvals";
import type { SplitContext } from "../../run/context";
import type { EditPreview } from "../edits/edit-preview";
import type { FlagWriter } from "../flag-writer";
import { ApprovalStrategy } from "./approval-strategy";
import { DirectStrategy } from "./direct-strategy";
import { Submissions } from "./submissions";
import type { WriteStrategy } from "./write-strategy";

type Operation = readonly Edit[];

/** Writes what arrives together in one batch per definition, and submits what needs approval. */
export class WriteQueue {
  private readonly queue: EditQueue<DefinitionUnit, Operation, WriteResult>;
  private readonly submissions: Submissions;

  constructor(
    context: SplitContext,
    private readonly documents: Documents,
    private readonly writer: FlagWriter,
    preview: EditPreview,
    isNew: (unit: DefinitionUnit) => boolean,
  ) {
    const { approvals, pace } = context;
    const direct = new DirectStrategy(context, documents);
    const approval = new ApprovalStrategy(context, direct);
    this.queue = new EditQueue(
      {
        keyOf: unitKey,
        write: async (unit, operations) => {
          if (approvals.mustSubmit(unit.environment)) throw new ApprovalRequiredError();
          return this.writeBatch(unit, operations, direct);
        },
        isRefusal,
        split: (_unit, operations) => Promise.resolve(inOrder(operations).map((operation) => [operation])),
      },
      pace.clock,
    );
    this.submissions = new Submissions(
      {
        keyOf: unitKey,
        describe: describeUnit,
        changes: async (unit, operation) => isNew(unit) || preview.changes(unit, await documents.lastRead(unit), operation),
        write: (unit, operations) => this.writeBatch(unit, operations, approval),
        inOrder,
        objection: (unit, operations) => preview.objection(unit, operations, (each) => documents.read(each)),
        isRefusal,
      },
      pace.clock,
    );
  }

  announce(unit: AnnouncedUnit): void {
    this.queue.announce(announcedName(unit));
  }

  async submit(unit: DefinitionUnit, edits: Operation, announcedAs?: AnnouncedUnit): Promise<WriteResult> {
    try {
      return await this.queue.submit(unit, edits, announcedAs && announcedName(announcedAs));
    } catch (error) {
      if (!(error instanceof ApprovalRequiredError)) throw error;
      return this.submissions.add(unit, edits);
    }
  }

  private async writeBatch(
    unit: DefinitionUnit,
    operations: readonly Operation[],
    strategy: WriteStrategy,
  ): Promise<WriteResult> {
    try {
      const { document, warnings } = await this.writer.write(unit, operations, strategy);
      this.documents.keep(unit, document);
      return { warnings };
    } catch (error) {
      // A change request has changed nothing yet: what was read is still true.
      if (!isForApproval(error)) this.documents.keep(unit, undefined);
      throw error;
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof PlatformError && ["invalid", "exists", "ambiguous"].includes(error.code);
}

function isForApproval(error: unknown): boolean {
  return error instanceof ApprovalRequiredError || (error instanceof PlatformError && error.code === "approval-required");
}

/** What declares variants first, then the rest of definitions, then overrides. */
function inOrder(operations: readonly Operation[]): readonly Operation[] {
  const rank = (edits: Operation): number => {
    if (edits.some(({ kind }) => kind === "set-variants")) return 0;
    return edits.some(({ kind }) => kind.startsWith("set-")) ? 1 : 2;
  };
  return [...operations].sort((one, other) => rank(one) - rank(other));
}
