import { isMadeSince } from "../../../http/pace/server-clock";
import type { HttpAnswer } from "../../../http/request";
import { type Changeset, changesetOf } from "../../adapter/edits/changeset";
import { ConcurrentChangeError, writeLoop } from "../../adapter/edits/write-loop";
import { gone, notSupported } from "../../adapter/errors";
import { type Edit, onlyRemove } from "../../port/edit";
import type { PlatformEnvironment } from "../../port/platform-environment";
import { PlatformError } from "../../port/platform-error";
import type { FlagAnswer } from "../api/answers";
import { landedAs } from "../api/client";
import { attempt, isNotFound, isRefused } from "../api/errors";
import type { Copies } from "../flag/copies";
import { bodyOf, documentOf, type FlagDocument, sameDocument } from "../flag/document";
import { copyOf, type Metadata, withMetadata } from "../flag/metadata";
import type { Cohorts, ProjectCohorts } from "../segment/cohorts";
import { NO_COHORTS } from "../segment/cohorts";
import type { Segments } from "../segment/segments";
import { applyTo, changesAudiences, isUntouched } from "./definition";
import { isCohort } from "./targeting";

/** A flag in one project. */
export interface CopyUnit {
  readonly project: string;
  readonly key: string;
}

/** What one resource wants of it in one go. */
export interface CopyOperation {
  readonly edits: readonly Edit[];
  readonly metadata?: Metadata;
  readonly remove?: boolean;
}

/** Whether the flag is as it was to be, and how it is. */
interface Outcome {
  readonly isWritten: boolean;
  readonly live: FlagAnswer;
}

/**
 * Changes a copy as a whole: read, merged, looked at again, written, and the answer compared. What others change in between
 * is merged, for the edits are applied anew to what is there then.
 */
export class FlagWriter {
  private readonly retiring = new Map<string, ReadonlySet<string>>();
  /** Copies that we made in this run and have not looked at since: their answer is as good as a read. */
  private readonly made = new Map<string, FlagAnswer>();

  constructor(
    private readonly copies: Copies,
    private readonly cohorts: Cohorts,
    private readonly segments: Segments,
    private readonly log: PlatformEnvironment["log"],
  ) {}

  async create(project: string, document: FlagDocument, attempted: string): Promise<FlagAnswer> {
    const { client, places } = this.copies;
    const flag = await attempt(
      attempted,
      async () => {
        const place = await places.of(project);
        return client.createFlag(place, bodyOf(document), async (since) => {
          const found = (await client.flags(place)).find(({ key }) => key === document.key);
          return found && isMadeSince(found.created, since) ? landedAs(found) : undefined;
        });
      },
      "flag",
    );
    this.made.set(`${project}/${flag.key}`, flag);
    return this.copies.keep(project, flag);
  }

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
    const found = this.made.get(unitKey) ?? (await this.copies.read(unit.project, unit.key));
    this.made.delete(unitKey);
    if (isRemoval) {
      if (found) await this.remove(unit, found, attempted);
      return [];
    }
    // What is not there has nothing to be removed, and must not be made for that.
    if (!found && onlyRemove(edits.flat())) return [];
    let live: FlagAnswer = found ?? (await this.makeMissing(unit, attempted));
    if (metadata.archived === false && live.status === "archived") live = await this.restore(unit, live);

    return writeLoop({
      attempted,
      log: this.log,
      read: () => Promise.resolve(live),
      write: async (now) => {
        const { wanted, cohorts } = await this.inTermsOf(unit, now, edits, attempted);
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
        if (metadata.archived === true && live.status !== "archived") await this.archive(unit, live, attempted);
        return [...new Set(applied.warnings)];
      },
    });
  }

  /** One PUT, unless somebody wrote since the read. Not written: what is there now, to begin again from. */
  private async replace(unit: CopyUnit, live: FlagAnswer, document: FlagDocument, attempted: string): Promise<Outcome> {
    refuseLinked(live, attempted);
    refuseArchived(live, attempted);
    const now = await this.copies.get(unit.project, live.id);
    if (!now) {
      // Deleted in between: the edits go to the flag that has the key now, or to a new copy.
      this.copies.forget(unit.project, unit.key);
      return {
        isWritten: false,
        live: (await this.copies.read(unit.project, unit.key)) ?? (await this.makeMissing(unit, attempted)),
      };
    }
    if (!isSameFlag(now, live)) return { isWritten: false, live: now };
    const place = await this.copies.places.of(unit.project);
    const landed = async (): Promise<HttpAnswer | undefined> => {
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

  /** The edits in the terms of this project: its own cohorts for the segments. */
  private async inTermsOf(
    unit: CopyUnit,
    live: FlagAnswer,
    operations: readonly (readonly Edit[])[],
    attempted: string,
  ): Promise<{ readonly wanted: Changeset; readonly cohorts: ProjectCohorts }> {
    const edits = operations.flat();
    const needsCohorts =
      edits.some(concernsCohorts) || live.ruleset.rollout.some((group) => group.cohort_definition !== null);
    if (!needsCohorts) return { wanted: changesetOf(operations), cohorts: NO_COHORTS };
    let cohorts = await this.cohorts.in(unit.project, attempted);
    for (const edit of edits) {
      if (edit.kind !== "put-segment-override" || cohorts.cohortOf(edit.segment.id, edit.segment.name) !== undefined)
        continue;
      await this.segments.copyTo(unit.project, edit.segment.name, attempted);
      cohorts = await this.cohorts.in(unit.project, attempted);
    }
    const translated = operations.map((each) => each.map((edit) => inProject(edit, cohorts)));
    return { wanted: changesetOf(translated), cohorts };
  }

  /** A project that joined later, or whose copy somebody deleted: the first write makes it, after another project's copy. */
  private async makeMissing({ project, key }: CopyUnit, attempted: string): Promise<FlagAnswer> {
    const others = await Promise.all(this.copies.places.environments.map(({ id }) => this.copies.list(id)));
    const template = others.map((list) => list.get(key)).find((flag) => flag !== undefined);
    if (template) return this.create(project, copyOf(template), attempted);
    throw gone(attempted, {
      reason: `there is no flag "${key}" in any of the projects`,
      nextStep: "Check whether it was deleted in Mixpanel, or create it in the same configuration.",
      subject: "flag",
    });
  }

  private async remove({ project, key }: CopyUnit, live: FlagAnswer, attempted: string): Promise<void> {
    refuseLinked(live, attempted);
    const place = await this.copies.places.of(project);
    try {
      // An enabled flag may not be deleted.
      if (live.status === "enabled") {
        const disabled: FlagDocument = { ...documentOf(live), status: "disabled" };
        await this.copies.client.replaceFlag(place, live.id, bodyOf(disabled), () => Promise.resolve(undefined));
      }
      await this.copies.client.deleteFlag(place, live.id);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    this.copies.removed(project, key);
  }

  /** By the published way first; whether it really archives, nobody has said. */
  private async archive({ project }: CopyUnit, live: FlagAnswer, attempted: string): Promise<void> {
    refuseLinked(live, attempted);
    const place = await this.copies.places.of(project);
    const body = bodyOf({ ...documentOf(live), status: "archived" });
    const { client } = this.copies;
    const byStatus = await orRefused(() => client.replaceFlag(place, live.id, body, () => Promise.resolve(undefined)));
    if (byStatus?.status !== "archived") await client.archiveFlag(place, live.id);
    this.copies.keep(project, { ...live, status: "archived" });
  }

  private async restore({ project }: CopyUnit, live: FlagAnswer): Promise<FlagAnswer> {
    const place = await this.copies.places.of(project);
    const body = bodyOf({ ...documentOf(live), status: "disabled" });
    const { client } = this.copies;
    const byStatus = await orRefused(() => client.replaceFlag(place, live.id, body, () => Promise.resolve(undefined)));
    if (byStatus?.status !== "disabled") await client.restoreFlag(place, live.id);
    return client.flag(place, live.id);
  }
}

async function orRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isRefused(error)) throw error;
    return undefined;
  }
}

function isSameFlag(one: FlagAnswer, other: FlagAnswer): boolean {
  return one.modified === other.modified && one.status === other.status && sameDocument(documentOf(one), documentOf(other));
}

function concernsCohorts(edit: Edit): boolean {
  switch (edit.kind) {
    case "put-segment-override":
    case "remove-segment-override":
    case "keep-only-segment-overrides":
      return true;
    case "set-rules":
      return edit.rules.some(({ when }) => when.some(({ conditions }) => conditions.some(isCohort)));
    default:
      return false;
  }
}

function inProject(edit: Edit, cohorts: ProjectCohorts): Edit {
  const own = <T extends { readonly id: string; readonly name: string }>(segment: T): T => ({
    ...segment,
    id: cohorts.cohortOf(segment.id, segment.name) ?? segment.id,
  });
  switch (edit.kind) {
    case "put-segment-override":
    case "remove-segment-override":
      return { ...edit, segment: own(edit.segment) };
    case "keep-only-segment-overrides":
      return { ...edit, segments: edit.segments.map(own) };
    default:
      return edit;
  }
}

/** The next transition of the experiment would rewrite the flag: it is the experiment's. */
function refuseLinked({ experiment_id: experiment, key }: FlagAnswer, attempted: string): void {
  if (experiment === null) return;
  throw notSupported(attempted, {
    reason: `the flag "${key}" belongs to the experiment ${experiment}, which rewrites it at each of its steps`,
    nextStep: "Change it through the experiment in Mixpanel, or conclude the experiment and unlink the flag first.",
    subject: "flag",
  });
}

function refuseArchived({ status, key }: FlagAnswer, attempted: string): void {
  if (status !== "archived") return;
  throw new PlatformError({
    code: "archived",
    attempted,
    reason: `the flag "${key}" is archived there, and an archived flag is read-only`,
    nextStep: "Set archived = false on the flag to restore it (it comes back disabled), or restore it in Mixpanel.",
    subject: "flag",
  });
}
