import type { Clock } from "../../../http/clock";
import type { HttpError } from "../../../http/http-error";
import { EditQueue } from "../../adapter/edits/edit-queue";
import { ConcurrentChangeError, writeLoop } from "../../adapter/edits/write-loop";
import { gone } from "../../adapter/errors";
import type { Named, Project } from "../../port/named";
import type { PlatformEnvironment } from "../../port/platform-environment";
import { PlatformError } from "../../port/platform-error";
import type { FlagAnswer } from "../api/answers";
import type { UpdateFlagBody } from "../api/bodies";
import type { FlagDocument, VercelClient } from "../api/client";
import type { Documents } from "../api/documents";
import type { Entity } from "../api/entity";
import { attempt, isConflict, isNotFound, isRefused } from "../api/errors";
import { removeFlag } from "../flag/flag-removal";
import { type Batch, batchOf, type FlagOperation } from "./batch";
import { type DefinitionContext, describeBatch, patchFor } from "./definition";

interface FlagUnit {
  readonly project: Project;
  readonly flag: Named;
}

interface Written {
  readonly flag: FlagAnswer;
  readonly warnings: readonly string[];
}

/** The one writer of each flag: whatever is wanted of it at the same time, in whichever environment, is one request. */
export class FlagWriter {
  private readonly queue: EditQueue<FlagUnit, FlagOperation | typeof REMOVE, Written | undefined>;
  /** Variants that go with their last use, by flag. */
  private readonly retiring = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly client: VercelClient,
    private readonly documents: Documents,
    private readonly identity: Entity,
    /** Ids and names of the project's segments. */
    private readonly segments: (project: Project) => Promise<ReadonlyMap<string, string>>,
    private readonly environment: PlatformEnvironment,
    clock: Clock | undefined,
  ) {
    this.queue = new EditQueue(
      {
        keyOf: ({ project, flag }) => `${project.id}/${flag.id}`,
        write: (unit, operations) => this.write(unit, operations),
        isRefusal: (error) => error instanceof PlatformError && REFUSALS.has(error.code),
        split: (_unit, operations) => Promise.resolve(inOrder(operations).map((operation) => [operation])),
      },
      clock,
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
   * Deletes the flag, after what is wanted of it already: of what a moved block renamed Terraform forgets the order, and an
   * override is removed while its flag is (Vercel takes no changes to what is archived).
   */
  async remove(unit: FlagUnit): Promise<void> {
    await this.queue.submit(unit, REMOVE);
  }

  private async write(unit: FlagUnit, operations: readonly (FlagOperation | typeof REMOVE)[]): Promise<Written | undefined> {
    const wanted = operations.filter((each) => each !== REMOVE);
    const written = wanted.length > 0 ? await this.writeFolded(unit, wanted) : undefined;
    if (wanted.length < operations.length) await this.removeNow(unit);
    return written;
  }

  private removeNow({ project, flag }: FlagUnit): Promise<void> {
    return attempt(
      `delete flag ${flag.name}`,
      () => removeFlag(this.client, this.documents, project, flag, this.environment.log),
      "flag",
    );
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

  /** Reads, applies, writes what differs on the condition that nobody wrote meanwhile; otherwise begins again. */
  private async writeBatch({ project, flag }: FlagUnit, batch: Batch, attempted: string): Promise<Written> {
    const context: DefinitionContext = {
      identity: this.identity,
      segments: namesSegments(batch) ? await this.segments(project) : new Map<string, string>(),
    };
    return writeLoop({
      attempted,
      log: this.environment.log,
      read: async () => {
        const document = await this.documents.read(project, flag.id);
        if (!document) throw goneFlag(flag.name, attempted);
        return document;
      },
      write: async (document) => {
        const { body, warnings, retiring } = patchFor(document.flag, batch, this.retiringOf(flag), context);
        const written = body ? await this.send({ project, flag }, document, body, attempted) : document.flag;
        this.retiring.set(flag.id, retiring);
        this.documents.keep(project, written);
        return { flag: written, warnings };
      },
    });
  }

  private async send(
    { project, flag }: FlagUnit,
    { flag: live, etag }: FlagDocument,
    body: UpdateFlagBody,
    attempted: string,
  ): Promise<FlagAnswer> {
    try {
      const written = await this.client.updateFlag(project.id, flag.id, body, etag);
      // "Not modified" leaves open what is there: the next look finds nothing more to do where all is well.
      if (!written) throw new ConcurrentChangeError();
      return written.flag;
    } catch (error) {
      if (isNotFound(error)) throw new ConcurrentChangeError();
      if (isConflict(error)) throw new ConcurrentChangeError(error.details.words);
      throw live.state === "archived" && isRefused(error) ? archivedFlag(flag.name, attempted, error) : error;
    }
  }

  private retiringOf(flag: Named): ReadonlySet<string> {
    return this.retiring.get(flag.id) ?? new Set();
  }
}

const REMOVE = "remove";
/** `gone` too: to the one that removes the flag it is no failure. */
const REFUSALS: ReadonlySet<string> = new Set(["invalid", "exists", "unsupported", "archived", "gone"]);

/** The flag itself, then definitions, then overrides by ascending priority, and the flag's end. */
function inOrder<T extends FlagOperation | typeof REMOVE>(operations: readonly T[]): readonly T[] {
  return [...operations].sort((one, other) => rank(one) - rank(other) || 0);
}

function rank(operation: FlagOperation | typeof REMOVE): number {
  if (operation === REMOVE) return Infinity;
  if (operation.kind === "flag") return -2;
  const overrides = operation.edits.flatMap((edit) => (edit.kind === "put-segment-override" ? [edit.priority ?? 1e9] : []));
  return overrides.length < operation.edits.length ? -1 : Math.min(...overrides);
}

function namesSegments({ environments }: Batch): boolean {
  return [...environments.values()].some(({ rules, segments }) => rules !== undefined || segments.only?.refuse === true);
}

function archivedFlag(name: string, attempted: string, { details }: HttpError): PlatformError {
  return new PlatformError({
    code: "archived",
    attempted,
    reason: `the flag "${name}" is archived there: ${details.words}`,
    nextStep: "Set archived = false on the flag and apply that first, or make it active in Vercel.",
    subject: "flag",
    ...(details.status !== undefined && { status: details.status }),
  });
}

function goneFlag(name: string, attempted: string): PlatformError {
  return gone(attempted, {
    reason: `flag "${name}" no longer exists`,
    nextStep: "Check whether it was deleted; the next plan creates it again.",
    subject: "flag",
  });
}
