import { SingleFlight } from "../../../http/single-flight";
import { announcedName, EditQueue } from "../../adapter/edits/edit-queue";
import { describeUnit, unitKey } from "../../adapter/edits/units";
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
import { PlatformError } from "../../port/platform-error";
import { attempt } from "../api/errors";
import type { KindOf } from "../document/conditions";
import type { Document } from "../document/document";
import { ApprovalRequiredError } from "../run/approval-required";
import { type SplitContext, undefinedIfGone } from "../run/context";
import { toDefinition } from "./definition";
import { FlagSets } from "./flag-sets";
import { FlagWriter, type Way } from "./flag-writer";
import { placeOf } from "./patch-sender";
import { Submissions } from "./submissions";

/** Definitions: read from one list per environment or exactly, written through the queue. */
export class Definitions implements DefinitionStore {
  readonly byFlagName = true;
  private readonly queue: EditQueue<DefinitionUnit, readonly Edit[], WriteResult>;
  private readonly submissions: Submissions;
  private readonly flagSets: FlagSets;
  private readonly sweeps = new SingleFlight<ReadonlyMap<string, Document>>();
  private readonly looks = new SingleFlight<Document | undefined>();
  /** What we wrote or read exactly is newer than what was swept; undefined: not known any more. */
  private readonly ours = new Map<string, Document | undefined>();

  constructor(
    private readonly context: SplitContext,
    kindOf: (project: Project) => Promise<KindOf>,
    isNew: (unit: DefinitionUnit) => boolean,
  ) {
    this.flagSets = new FlagSets(context.flagSetClient);
    const writer = new FlagWriter(context, kindOf, isNew, (unit) => this.current(unit));
    const write = async (unit: DefinitionUnit, operations: readonly (readonly Edit[])[], way: Way): Promise<WriteResult> => {
      try {
        const { document, warnings } = await writer.write(unit, operations, way);
        this.ours.set(unitKey(unit), document);
        return { warnings };
      } catch (error) {
        // What waits for approval has changed nothing: what was read still holds.
        if (!isForApproval(error)) this.ours.set(unitKey(unit), undefined);
        throw error;
      }
    };
    this.queue = new EditQueue(
      {
        keyOf: unitKey,
        write: (unit, operations) => write(unit, operations, "write"),
        isRefusal,
        split: (_unit, operations) => Promise.resolve(partsOf(operations)),
      },
      context.pace.clock,
    );
    this.submissions = new Submissions(
      {
        keyOf: unitKey,
        describe: describeUnit,
        changes: async (unit, operation) => isNew(unit) || writer.changes(unit, await this.lastRead(unit), operation),
        write: (unit, operations) => write(unit, operations, "submit"),
        inOrder: (operations) => partsOf(operations).flat(),
        objection: (unit, operations) => writer.objection(unit, operations),
        isRefusal,
      },
      context.pace.clock,
    );
  }

  refuseUnapproved(question: ApprovalQuestion): string | undefined {
    return this.context.approvals.refuse(question);
  }

  announce(unit: AnnouncedUnit): void {
    this.queue.announce(announcedName(unit));
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
    const key = unitKey(unit);
    const document = this.ours.has(key) ? this.ours.get(key) : (await this.swept(unit)).get(unit.flag.name);
    return document && toDefinition(document);
  }

  async requireServed(unit: DefinitionUnit | undefined, attempted: string): Promise<void> {
    const now = unit && (await this.listed(unit));
    keptServe(now?.served ?? undefined, now?.whenOff ?? null, attempted);
  }

  async read(unit: DefinitionUnit): Promise<Definition | undefined> {
    const document = await this.current(unit);
    return document && toDefinition(document);
  }

  async write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult> {
    try {
      return await this.queue.submit(unit, edits, announcedAs && announcedName(announcedAs));
    } catch (error) {
      if (!(error instanceof ApprovalRequiredError)) throw error;
      return this.submissions.add(unit, edits);
    }
  }

  /** As this run read or wrote it last. */
  private lastRead(unit: DefinitionUnit): Document | undefined | Promise<Document | undefined> {
    const key = unitKey(unit);
    return this.ours.has(key) ? this.ours.get(key) : this.looks.get(key, () => this.current(unit));
  }

  /** Undefined: not configured, or flag or environment are gone; the project is there. */
  private async current(unit: DefinitionUnit): Promise<Document | undefined> {
    const { client, projects } = this.context;
    const document = await attempt(`read ${describeUnit(unit)}`, () =>
      undefinedIfGone(
        () => client.definition(placeOf(unit)),
        () => projects.require(unit.project),
      ),
    );
    this.ours.set(unitKey(unit), document);
    return document;
  }

  private swept({ project, environment }: DefinitionUnit): Promise<ReadonlyMap<string, Document>> {
    return this.sweeps.get(`${project.id}/${environment.id}`, async () => {
      const attempted = `list the definitions of environment ${environment.name}`;
      const documents = await attempt(attempted, () => this.context.client.definitions(project.id, environment.id));
      return new Map(documents.map((document) => [document.name, document]));
    });
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof PlatformError && ["invalid", "exists", "ambiguous"].includes(error.code);
}

function isForApproval(error: unknown): boolean {
  return error instanceof ApprovalRequiredError || (error instanceof PlatformError && error.code === "approval-required");
}

/** Each operation by itself: what declares variants first, then the rest of definitions, then overrides. */
function partsOf(operations: readonly (readonly Edit[])[]): readonly (readonly (readonly Edit[])[])[] {
  const rank = (edits: readonly Edit[]): number => {
    if (edits.some(({ kind }) => kind === "set-variants")) return 0;
    return edits.some(({ kind }) => kind.startsWith("set-")) ? 1 : 2;
  };
  return [...operations].sort((one, other) => rank(one) - rank(other)).map((operation) => [operation]);
}
