import type { Edit } from "../edit";
import type { DefinitionUnit, Project } from "../platform";
import { PlatformError } from "../platform-error";
import type { ApplyContext } from "./apply";
import { awaiting } from "./approvals";
import type { Place } from "./client";
import { type KindOf, Unsayable } from "./conditions";
import type { SplitContext } from "./context";
import { type Document, SEGMENT_KINDS, type SegmentKind } from "./document";
import { attempt, isApproval, isConflict, isNotFound, isRefused, wordsIn } from "./errors";
import { creationOf } from "./fresh";
import type { PatchOperation } from "./patch";
import { guardsOf, PatchGuards } from "./patch-guards";
import { asksFor, definitionOf } from "./proposed-definition";
import { updateOf } from "./rename";
import type { Words } from "./requests";
import { fold, makesDefinition, type Wanted } from "./wanted";

export interface Written {
  readonly document: Document | undefined;
  readonly warnings: readonly string[];
}

interface Sending {
  readonly unit: DefinitionUnit;
  readonly wanted: Wanted;
  readonly context: ApplyContext;
  readonly way: Way;
}

const TRIES = 5;

/** Somebody changed the definition between our read and our write. */
class Overtaken extends Error {}

/** The environment takes the change by approval only, and it is to be submitted. Nothing was sent, or it was refused. */
export class NeedsApproval extends Error {}

/** How a batch goes out: as a direct write, or as a change request where it is one that needs approval. */
export type Way = "write" | "submit";

/**
 * Writes a batch as one POST where there is no definition, else as one minimal PATCH of what was just read; or submits what
 * these would make of it as one change request.
 */
export class Writer {
  /** Treatments that are to go and were still used, by unit. */
  private readonly retiring = new Map<string, ReadonlySet<string>>();
  private readonly written = new Set<string>();
  private readonly guards: PatchGuards;

  constructor(
    private readonly context: SplitContext,
    private readonly kindOf: (project: Project) => Promise<KindOf>,
    private readonly isNew: (unit: DefinitionUnit) => boolean,
    private readonly read: (unit: DefinitionUnit) => Promise<Document | undefined>,
  ) {
    this.guards = new PatchGuards(context.config.patchGuards ?? "auto", (...words) => context.environment.log(...words));
  }

  async write(unit: DefinitionUnit, operations: readonly (readonly Edit[])[], way: Way): Promise<Written> {
    if (way === "write" && this.context.approvals.mustSubmit(unit.environment)) throw new NeedsApproval();
    const wanted = fold(operations);
    const attempted = `update flag ${unit.flag.name} in environment ${unit.environment.name}`;
    return attempt(attempted, () => this.tryToWrite(unit, wanted, attempted, way), "flag");
  }

  /** Whether the definition could be made what the operations say together. */
  async fits(unit: DefinitionUnit, live: Document | undefined, operations: readonly (readonly Edit[])[]): Promise<boolean> {
    const wanted = fold(operations);
    try {
      const context = await this.contextOf(unit, wanted, "");
      if (live) updateOf(live, wanted, context);
      else creationOf(unit.flag.name, wanted, context);
      return true;
    } catch (error) {
      if (error instanceof PlatformError || error instanceof Unsayable) return false;
      throw error;
    }
  }

  private async tryToWrite(unit: DefinitionUnit, wanted: Wanted, attempted: string, way: Way): Promise<Written> {
    try {
      const context = await this.contextOf(unit, wanted, attempted);
      for (let tries = 1; ; tries++) {
        try {
          // Of a flag or an environment made in this run there is no definition yet: the first try needs no look.
          const isUnseen = tries === 1 && this.isNew(unit) && !this.written.has(keyOf(unit));
          const live = isUnseen && makesDefinition(wanted) ? undefined : await this.read(unit);
          const sending = { unit, wanted, context, way };
          return live ? await this.update(sending, live) : await this.create(sending, tries);
        } catch (error) {
          if (!(error instanceof Overtaken) && !(isConflict(error) && tries < TRIES)) throw error;
          if (tries >= TRIES) throw overtaken(attempted);
          this.context.environment.log("info", `${attempted}: somebody else changed it meanwhile; reading it again`);
        }
      }
    } catch (error) {
      throw error instanceof Unsayable ? unsayable(attempted, error.message) : error;
    }
  }

  private async contextOf(unit: DefinitionUnit, wanted: Wanted, attempted: string): Promise<ApplyContext> {
    return {
      attempted,
      importId: `${unit.environment.name}/${unit.flag.name}`,
      kindOf: namesSegments(wanted) ? await this.kindOf(unit.project) : standard,
      retiring: this.retiring.get(keyOf(unit)) ?? new Set(),
    };
  }

  private async create({ unit, wanted, context, way }: Sending, tries: number): Promise<Written> {
    const puts = [...wanted.segments.values(), ...wanted.identities.values()].some((put) => put !== undefined);
    if (!makesDefinition(wanted)) {
      // Removing what is not there is done.
      if (!puts && Object.keys(wanted.settings).length === 0) return { document: undefined, warnings: [] };
      throw notConfigured(unit, context.attempted);
    }
    const { body, kill, warnings, document } = creationOf(unit.flag.name, wanted, context);
    const words = await this.words(unit, wanted, context);
    this.written.add(keyOf(unit));
    if (way === "submit") return this.submit(unit, "CREATE", document, words, context);
    try {
      const created = await this.context.client.createDefinition(placeOf(unit), body, words, async () => {
        const found = await this.read(unit);
        return found && { status: 200, body: found };
      });
      const killed = kill && !created.killed;
      const after = killed ? await this.patch(unit, created, document, [KILL], words) : created;
      // After a lost answer it may be somebody else's.
      if (this.lacks(after, wanted, context)) throw new Overtaken();
      return { document: after, warnings };
    } catch (error) {
      this.divert(unit, error);
      // A flag made a moment ago may not be known everywhere.
      if (isNotFound(error) && this.isNew(unit) && tries < TRIES) throw new Overtaken();
      throw error;
    }
  }

  private async update({ unit, wanted, context, way }: Sending, live: Document): Promise<Written> {
    const { operations, document, warnings, retiring } = updateOf(live, wanted, context);
    const noted = (): unknown => this.retiring.set(keyOf(unit), retiring);
    if (operations.length === 0) {
      noted();
      return { document: live, warnings };
    }
    const words = await this.words(unit, wanted, context);
    const after =
      way === "submit"
        ? await this.pass(unit, operations, document, words, context)
        : await this.patch(unit, live, document, operations, words);
    // What came back is to be what was meant: another change that came in between may have moved the places we named.
    if (this.lacks(after, wanted, context)) throw new Overtaken();
    noted();
    return { document: after, warnings };
  }

  /** The kill switch may be let past approvals; everything else is submitted. */
  private async pass(
    unit: DefinitionUnit,
    operations: readonly PatchOperation[],
    target: Document,
    words: Words,
    context: ApplyContext,
  ): Promise<Document> {
    const { approvals } = this.context;
    const killed = killedBy(operations);
    if (killed === undefined) return this.submit(unit, "UPDATE", target, words, context);
    if (approvals.mayPass(unit.environment, killed)) {
      try {
        return await this.setKilled(unit, killed, words);
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
    words: Words,
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

  /** Where changes are to be submitted, what a direct write is refused for the want of approval goes that way. */
  private divert({ environment }: DefinitionUnit, error: unknown): void {
    const { approvals } = this.context;
    if (!approvals.submits || !isApproval(error)) return;
    approvals.refused(environment);
    throw new NeedsApproval();
  }

  /** Whether anything of the edits is not so. */
  private lacks(document: Document, wanted: Wanted, context: ApplyContext): boolean {
    const rules = wanted.rules && { ...wanted.rules, refuse: false };
    const only = wanted.only && { ...wanted.only, refuse: false };
    return updateOf(document, { ...wanted, rules, only }, context).operations.length > 0;
  }

  /** A PATCH names places in lists, so that it is sent again only while the definition is as it was read. */
  private async patch(
    unit: DefinitionUnit,
    live: Document,
    target: Document,
    operations: readonly PatchOperation[],
    words: Words,
  ): Promise<Document> {
    const send = (body: readonly PatchOperation[]): Promise<Document> =>
      this.context.client.patchDefinition(placeOf(unit), body, words, async () => {
        const now = await this.read(unit);
        if (now && now.lastUpdateTime === live.lastUpdateTime) return undefined;
        if (now && sameParts(now, target)) return { status: 200, body: now };
        throw new Overtaken();
      });
    const tests = this.guards.areOn ? guardsOf(live, operations) : [];
    try {
      return await send([...tests, ...operations]);
    } catch (error) {
      this.divert(unit, error);
      if (isApproval(error) && killedBy(operations) === true) return this.setKilled(unit, true, words);
      if (!isRefused(error)) throw error;
      // Refused for what it is, or because its places are no longer what they were?
      const now = await this.read(unit);
      if (!now || now.lastUpdateTime !== live.lastUpdateTime || !sameParts(now, live)) throw new Overtaken();
      if (tests.length === 0 || !this.guards.mayBeBlamed(error)) throw error;
      const after = await send(operations);
      this.guards.drop(wordsIn(error));
      return after;
    }
  }

  /** Where changes need approvals, an environment may still let its emergency switch be used: through this only. */
  private async setKilled(unit: DefinitionUnit, killed: boolean, words: Words): Promise<Document> {
    await this.context.client.setKilled(placeOf(unit), killed, words);
    const after = await this.read(unit);
    if (!after) throw new Overtaken();
    return after;
  }

  private words(unit: DefinitionUnit, { settings }: Wanted, { attempted }: ApplyContext): Promise<Words> {
    const { title, comment } = settings;
    const own = { ...(title === undefined ? {} : { title }), ...(comment === undefined ? {} : { comment }) };
    return this.context.projects.words(unit.project, own, attempted);
  }
}

/** Rules name segments without their kind, which only the lists of segments tell. */
function namesSegments({ rules }: Wanted): boolean {
  return JSON.stringify(rules?.rules ?? []).includes('in_segment"');
}

function standard(): SegmentKind {
  return SEGMENT_KINDS[0];
}

const KILL = { op: "replace", path: "/killed", value: true } as const;

/** What the kill switch is set to, where nothing else changes. */
function killedBy([only, ...more]: readonly PatchOperation[]): boolean | undefined {
  const isAlone = more.length === 0 && only?.path === KILL.path && only.op === KILL.op;
  return isAlone ? only.value === true : undefined;
}

function placeOf({ project, environment, flag }: DefinitionUnit): Place {
  return { workspace: project.id, environment: environment.id, flag: flag.name };
}

/** Whether a definition has all that was meant, whatever the server adds to it. */
function sameParts(now: Document, target: Document): boolean {
  return (["killed", "treatments", "defaultTreatment", "trafficAllocation", "rules", "defaultRule"] as const).every(
    (part) => JSON.stringify(now[part]) === JSON.stringify(target[part]),
  );
}

function keyOf({ project, environment, flag }: DefinitionUnit): string {
  return `${project.id}/${environment.id}/${flag.id}`;
}

function notConfigured({ flag, environment }: DefinitionUnit, attempted: string): PlatformError {
  return new PlatformError({
    code: "invalid",
    attempted,
    reason: `flag ${flag.name} is not configured in environment ${environment.name}, and Split keeps overrides in the definition`,
    nextStep:
      "Define the flag in this environment first (flagform_environment_definition), and let the override depend on it.",
    subject: "flag",
  });
}

function overtaken(attempted: string): PlatformError {
  return new PlatformError({
    code: "unavailable",
    attempted,
    reason: `somebody else changed the definition each of the ${TRIES} times between reading and writing it`,
    nextStep: "Run it again when nobody else works on this flag.",
    subject: "flag",
  });
}

function unsayable(attempted: string, reason: string): PlatformError {
  return new PlatformError({ code: "invalid", attempted, reason, nextStep: "Change the conditions.", subject: "flag" });
}
