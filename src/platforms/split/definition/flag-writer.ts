import { type Changeset, changesetOf, removingUnlisted } from "../../adapter/edits/changeset";
import { describeUnit, unitKey } from "../../adapter/edits/units";
import { ConcurrentChangeError, TRIES, writeLoop } from "../../adapter/edits/write-loop";
import { invalid } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import type { Edit } from "../../port/edit";
import type { Project } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import { attempt, isApproval, isConflict, isNotFound, wordsIn } from "../api/errors";
import type { ChangeNote } from "../api/requests";
import { type KindOf, UnsupportedRuleError } from "../document/conditions";
import { type Document, SEGMENT_KINDS, type SegmentKind } from "../document/document";
import type { PatchOperation } from "../document/patch";
import { ApprovalRequiredError } from "../run/approval-required";
import { awaiting } from "../run/approvals";
import type { SplitContext } from "../run/context";
import { divertForApproval } from "../run/divert-for-approval";
import type { ApplyContext } from "./applied";
import { creationOf, makesDefinition } from "./fresh";
import { KILL, killedBy, PatchSender, placeOf } from "./patch-sender";
import { asksFor, definitionOf } from "./proposed-definition";
import { updateOf } from "./rename";

interface Written {
  readonly document: Document | undefined;
  readonly warnings: readonly string[];
}

interface Sending {
  readonly unit: DefinitionUnit;
  readonly wanted: Changeset;
  readonly context: ApplyContext;
  readonly way: Way;
}

/** How a batch goes out: as a direct write, or as a change request where it is one that needs approval. */
export type Way = "write" | "submit";

/**
 * Writes a batch as one POST where there is no definition, else as one minimal PATCH of what was just read; or submits what
 * these would make of it as one change request.
 */
export class FlagWriter {
  /** Treatments that are to go and were still used, by unit. */
  private readonly retiring = new Map<string, ReadonlySet<string>>();
  private readonly written = new Set<string>();
  private readonly sender: PatchSender;

  constructor(
    private readonly context: SplitContext,
    private readonly kindOf: (project: Project) => Promise<KindOf>,
    private readonly isNew: (unit: DefinitionUnit) => boolean,
    private readonly read: (unit: DefinitionUnit) => Promise<Document | undefined>,
  ) {
    this.sender = new PatchSender(context, read);
  }

  async write(unit: DefinitionUnit, operations: readonly (readonly Edit[])[], way: Way): Promise<Written> {
    if (way === "write" && this.context.approvals.mustSubmit(unit.environment)) throw new ApprovalRequiredError();
    const wanted = changesetOf(operations);
    const attempted = `update ${describeUnit(unit)}`;
    return attempt(attempted, () => this.tryToWrite(unit, wanted, attempted, way), "flag");
  }

  /** Whether edits may change anything of a definition. What they cannot do alone, they may do beside others. */
  async changes(unit: DefinitionUnit, live: Document | undefined, edits: readonly Edit[]): Promise<boolean> {
    const wanted = changesetOf([edits]);
    if (!live) return true;
    try {
      return (
        updateOf(live, wanted, await this.contextOf(unit, wanted, `update ${describeUnit(unit)}`)).operations.length > 0
      );
    } catch (error) {
      if (error instanceof PlatformError || error instanceof UnsupportedRuleError) return true;
      throw error;
    }
  }

  /** Why the definition cannot be made what the operations say together; undefined where it can. */
  async objection(unit: DefinitionUnit, operations: readonly (readonly Edit[])[]): Promise<PlatformError | undefined> {
    const wanted = changesetOf(operations);
    const attempted = `update ${describeUnit(unit)}`;
    try {
      const context = await this.contextOf(unit, wanted, attempted);
      const live = await this.read(unit);
      if (live) updateOf(live, wanted, context);
      else creationOf(unit.flag.name, wanted, context);
      return undefined;
    } catch (error) {
      if (error instanceof PlatformError) return error;
      if (error instanceof UnsupportedRuleError) return unsayable(attempted, error.message);
      throw error;
    }
  }

  private async tryToWrite(unit: DefinitionUnit, wanted: Changeset, attempted: string, way: Way): Promise<Written> {
    try {
      const context = await this.contextOf(unit, wanted, attempted);
      const sending = { unit, wanted, context, way };
      // Of a flag or an environment made in this run there is no definition yet: the first try needs no look.
      const isUnseen = this.isNew(unit) && !this.written.has(unitKey(unit)) && makesDefinition(wanted);
      return await writeLoop({
        attempted,
        log: this.context.environment.log,
        read: async (tries) => (tries === 1 && isUnseen ? undefined : this.read(unit)),
        write: async (live, tries) => {
          try {
            return await (live ? this.update(sending, live) : this.create(sending, tries));
          } catch (error) {
            throw isConflict(error) ? new ConcurrentChangeError(wordsIn(error)) : error;
          }
        },
      });
    } catch (error) {
      throw error instanceof UnsupportedRuleError ? unsayable(attempted, error.message) : error;
    }
  }

  private async contextOf(unit: DefinitionUnit, wanted: Changeset, attempted: string): Promise<ApplyContext> {
    return {
      attempted,
      importId: `${unit.environment.name}/${unit.flag.name}`,
      kindOf: namesSegments(wanted) ? await this.kindOf(unit.project) : standard,
      retiring: this.retiring.get(unitKey(unit)) ?? new Set(),
    };
  }

  private async create({ unit, wanted, context, way }: Sending, tries: number): Promise<Written> {
    if (!makesDefinition(wanted)) {
      const puts = wanted.segments.puts.size + wanted.identities.puts.size;
      // Removing what is not there is done.
      if (puts === 0 && Object.keys(wanted.settings.split ?? {}).length === 0) return { document: undefined, warnings: [] };
      throw notConfigured(unit, context.attempted);
    }
    const { body, kill, warnings, document } = creationOf(unit.flag.name, wanted, context);
    const words = await this.words(unit, wanted, context);
    this.written.add(unitKey(unit));
    if (way === "submit") return this.submit(unit, "CREATE", document, words, context);
    try {
      const created = await this.context.approvals.inTurn(unit.environment, () =>
        this.context.client.createDefinition(placeOf(unit), body, words, async () => {
          const found = await this.read(unit);
          return found && { status: 200, body: found };
        }),
      );
      const killed = kill && !created.killed;
      const after = killed ? await this.sender.send(unit, created, document, [KILL], words) : created;
      // After a lost answer it may be somebody else's.
      if (this.lacks(after, wanted, context)) throw new ConcurrentChangeError();
      return { document: after, warnings };
    } catch (error) {
      divertForApproval(this.context.approvals, unit, error);
      // A flag made a moment ago may not be known everywhere.
      if (isNotFound(error) && this.isNew(unit) && tries < TRIES) throw new ConcurrentChangeError();
      throw error;
    }
  }

  private async update({ unit, wanted, context, way }: Sending, live: Document): Promise<Written> {
    const { operations, document, warnings, retiring } = updateOf(live, wanted, context);
    const noted = (): unknown => this.retiring.set(unitKey(unit), retiring);
    if (operations.length === 0) {
      noted();
      return { document: live, warnings };
    }
    const words = await this.words(unit, wanted, context);
    const after =
      way === "submit"
        ? await this.pass(unit, operations, document, words, context)
        : await this.sender.send(unit, live, document, operations, words);
    // What came back is to be what was meant: another change that came in between may have moved the places we named.
    if (this.lacks(after, wanted, context)) throw new ConcurrentChangeError();
    noted();
    return { document: after, warnings };
  }

  /** The kill switch may be let past approvals; everything else is submitted. */
  private async pass(
    unit: DefinitionUnit,
    operations: readonly PatchOperation[],
    target: Document,
    words: ChangeNote,
    context: ApplyContext,
  ): Promise<Document> {
    const { approvals } = this.context;
    const killed = killedBy(operations);
    if (killed === undefined) return this.submit(unit, "UPDATE", target, words, context);
    if (approvals.mayPass(unit.environment, killed)) {
      try {
        return await this.sender.setKilled(unit, killed, words);
      } catch (error) {
        if (!isApproval(error)) throw error;
        approvals.killRefused(unit.environment, killed);
      }
    }
    return this.submit(unit, killed ? "KILL" : "RESTORE", target, words, context);
  }

  private async submit(
    { project, environment, flag }: DefinitionUnit,
    operation: "CREATE" | "UPDATE" | "KILL" | "RESTORE",
    target: Document,
    words: ChangeNote,
    { attempted }: ApplyContext,
  ): Promise<never> {
    const isWhole = operation === "CREATE" || operation === "UPDATE";
    const submitted = await this.context.changeRequests.submit({
      ...{ project, environment, kind: "split", name: flag.name, operation, words, attempted },
      content: isWhole ? definitionOf(target) : {},
      isSame: ({ split }) => !isWhole || asksFor(split, target),
      what: `flag ${flag.name}`,
    });
    throw awaiting(attempted, [submitted]);
  }

  /** Whether anything of the edits is not so. */
  private lacks(document: Document, wanted: Changeset, context: ApplyContext): boolean {
    return updateOf(document, removingUnlisted(wanted), context).operations.length > 0;
  }

  private words(unit: DefinitionUnit, { settings }: Changeset, { attempted }: ApplyContext): Promise<ChangeNote> {
    const { title, comment } = settings.split ?? {};
    const own = { ...(title === undefined ? {} : { title }), ...(comment === undefined ? {} : { comment }) };
    return this.context.projects.changeNote(unit.project, own, attempted);
  }
}

/** Rules name segments without their kind, which only the lists of segments tell. */
function namesSegments({ rules }: Changeset): boolean {
  return JSON.stringify(rules?.rules ?? []).includes('in_segment"');
}

function standard(): SegmentKind {
  return SEGMENT_KINDS[0];
}

function notConfigured({ flag, environment }: DefinitionUnit, attempted: string): PlatformError {
  return invalid(attempted, {
    reason: `flag ${flag.name} is not configured in environment ${environment.name}, and Split keeps overrides in the definition`,
    nextStep:
      "Define the flag in this environment first (flagform_environment_definition), and make the override depend on it.",
    subject: "flag",
  });
}

function unsayable(attempted: string, reason: string): PlatformError {
  return invalid(attempted, { reason, nextStep: "Change the conditions.", subject: "flag" });
}
