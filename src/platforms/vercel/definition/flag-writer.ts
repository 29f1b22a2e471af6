import { EditQueue } from "../../adapter/edits/edit-queue";
import { writeLoop } from "../../adapter/edits/write-loop";
import type { Named, Project } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { FlagAnswer } from "../api/answers";
import type { Documents } from "../api/documents";
import { attempt } from "../api/errors";
import { removeFlag } from "../flag/flag-removal";
import { updateFlag } from "../flag/flag-update";
import type { VercelContext } from "../run/context";
import type { SegmentReads } from "../segment/segment-reads";
import { type Batch, batchOf, describeBatch, type FlagOperation, needsSegments } from "./edits/batch";
import { updateOf } from "./edits/update";

interface FlagUnit {
  readonly project: Project;
  readonly flag: Named;
}

interface Written {
  readonly flag: FlagAnswer;
  readonly warnings: readonly string[];
}

/** The one writer of each flag: what changes at the same time, in whichever environment, is one request. */
export class FlagWriter {
  private readonly queue: EditQueue<FlagUnit, FlagOperation | typeof REMOVE, Written | undefined>;
  /** Variants that are removed with their last use, by flag. */
  private readonly retiring = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly context: VercelContext,
    private readonly documents: Documents,
    private readonly segments: SegmentReads,
  ) {
    this.queue = new EditQueue(
      {
        keyOf: ({ project, flag }) => `${project.id}/${flag.id}`,
        write: (unit, operations) => this.write(unit, operations),
        isRefusal: (error) => error instanceof PlatformError && REFUSALS.has(error.code),
        split: (_unit, operations) => Promise.resolve(inOrder(operations).map((operation) => [operation])),
      },
      context.pace.clock,
    );
  }

  announce(name: string): void {
    this.queue.announce(name);
  }

  async submit(unit: FlagUnit, operation: FlagOperation, announcedAs?: string): Promise<Written> {
    const written = await this.queue.submit(unit, operation, announcedAs);
    if (!written) throw new Error(`nothing was written to flag ${unit.flag.name}`);
    return written;
  }

  /**
   * Deletes the flag, after the operations that came before. After a `moved` block Terraform may delete a flag and its overrides
   * at the same time, and Vercel refuses changes to an archived flag.
   */
  async remove(unit: FlagUnit): Promise<void> {
    await this.queue.submit(unit, REMOVE);
  }

  private async write(unit: FlagUnit, operations: readonly (FlagOperation | typeof REMOVE)[]): Promise<Written | undefined> {
    const wanted = operations.filter((each) => each !== REMOVE);
    const written = wanted.length > 0 ? await this.writeFolded(unit, wanted) : undefined;
    if (wanted.length < operations.length) {
      const remove = (): Promise<void> => removeFlag(this.context, this.documents, unit.project, unit.flag);
      await attempt(`delete flag ${unit.flag.name}`, remove, "flag");
    }
    return written;
  }

  private async writeFolded(unit: FlagUnit, operations: readonly FlagOperation[]): Promise<Written> {
    const batch = batchOf(operations);
    const attempted = describeBatch(unit.flag.name, batch);
    try {
      return await attempt(attempted, () => this.writeBatch(unit, batch, attempted), "flag");
    } catch (error) {
      this.documents.forget(unit.project, unit.flag.id);
      throw error;
    }
  }

  /** Reads, applies, and writes what differs on the condition that nobody wrote meanwhile; otherwise begins again. */
  private async writeBatch({ project, flag }: FlagUnit, batch: Batch, attempted: string): Promise<Written> {
    const context = await this.segments.conditionContext(project, needsSegments(batch));
    return writeLoop({
      attempted,
      log: this.context.environment.log,
      read: () => this.documents.require(project, flag, attempted),
      write: async (document) => {
        const update = updateOf(document.flag, batch, this.retiring.get(flag.id) ?? new Set(), context);
        const { body, warnings, retiring } = update;
        const written = body ? await updateFlag(this.context.client, project, document, body, attempted) : document.flag;
        this.retiring.set(flag.id, retiring);
        this.documents.keep(project, written);
        return { flag: written, warnings };
      },
    });
  }
}

const REMOVE = "remove";
/** `gone` too: the operation that removes the flag does not fail then. */
const REFUSALS: ReadonlySet<string> = new Set(["invalid", "exists", "unsupported", "archived", "gone"]);

/** The flag itself, then definitions, then overrides by ascending priority, then the removal of the flag. */
function inOrder<T extends FlagOperation | typeof REMOVE>(operations: readonly T[]): readonly T[] {
  return [...operations].sort((one, other) => rank(one) - rank(other) || 0);
}

function rank(operation: FlagOperation | typeof REMOVE): number {
  if (operation === REMOVE) return Infinity;
  if (operation.kind === "flag") return -2;
  const overrides = operation.edits.flatMap((edit) => (edit.kind === "put-segment-override" ? [edit.priority ?? 1e9] : []));
  return overrides.length < operation.edits.length ? -1 : Math.min(...overrides);
}
