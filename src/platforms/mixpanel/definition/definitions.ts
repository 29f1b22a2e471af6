import type { Clock } from "../../../http/clock";
import { announcedName, EditQueue } from "../../adapter/edits/edit-queue";
import { describeUnit } from "../../adapter/edits/units";
import { invalid, notSupported } from "../../adapter/errors";
import type { AnnouncedUnit, Definition, DefinitionStore, DefinitionUnit, WriteResult } from "../../port/definition";
import type { Edit } from "../../port/edit";
import type { PlatformEnvironment } from "../../port/platform-environment";
import { PlatformError } from "../../port/platform-error";
import type { FlagAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import type { Copies } from "../flag/copies";
import { type Cohorts, NO_COHORTS } from "../segment/cohorts";
import { toDefinition } from "./definition";
import type { CopyOperation, CopyUnit, FlagWriter } from "./flag-writer";
import { percentRefusal } from "./refusals";

/** Definitions: a copy's status, groups and test users. Whatever changes a copy goes through one queue, metadata included. */
export class Definitions implements DefinitionStore {
  readonly byFlagName = true;
  private readonly queue: EditQueue<CopyUnit, CopyOperation, WriteResult>;

  constructor(
    private readonly copies: Copies,
    private readonly cohorts: Cohorts,
    writer: FlagWriter,
    private readonly environment: Pick<PlatformEnvironment, "refresh">,
    clock: Clock | undefined,
  ) {
    this.queue = new EditQueue(
      {
        keyOf: ({ project, key }) => `${project}/${key}`,
        write: async (unit, operations) => ({ warnings: await writer.write(unit, operations, this.describe(unit)) }),
        isRefusal: (error) => error instanceof PlatformError && (REFUSALS.has(error.code) || namesNoSegment(error)),
        split: (_unit, operations) =>
          Promise.resolve([...operations].sort((a, b) => rank(a) - rank(b)).map((each) => [each])),
      },
      clock,
    );
  }

  announce(unit: AnnouncedUnit): void {
    this.queue.announce(announcedName(unit));
  }

  async sweep(unit: DefinitionUnit): Promise<Definition | undefined> {
    if (this.environment.refresh === "exact") return undefined;
    return this.listed(unit);
  }

  async listed(unit: DefinitionUnit): Promise<Definition | undefined> {
    const { id } = unit.environment;
    const flag = (await this.copies.list(id)).get(unit.flag.name);
    return flag && this.toNeutral(id, flag);
  }

  async read(unit: DefinitionUnit): Promise<Definition | undefined> {
    const { id, name } = unit.environment;
    const attempted = `read flag ${unit.flag.name} in environment ${name}`;
    const flag = await attempt(attempted, () => this.copies.read(id, unit.flag.name), "flag");
    return flag && this.toNeutral(id, flag);
  }

  async write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult> {
    for (const edit of edits) refuseEdit(edit, unit);
    return this.submit(
      { project: unit.environment.id, key: unit.flag.name },
      { edits },
      announcedAs && announcedName(announcedAs),
    );
  }

  submit(unit: CopyUnit, operation: CopyOperation, announcedAs?: string): Promise<WriteResult> {
    return this.queue.submit(unit, operation, announcedAs);
  }

  private async toNeutral(project: string, flag: FlagAnswer): Promise<Definition> {
    const isTargeted = flag.ruleset.rollout.some((group) => group.cohort_definition !== null);
    const cohorts = isTargeted ? await this.cohorts.in(project, `read flag ${flag.key}`) : NO_COHORTS;
    const definition = toDefinition(flag, cohorts.names);
    return {
      ...definition,
      segmentOverrides: definition.segmentOverrides.map((each) => ({
        ...each,
        segmentId: cohorts.segmentOf(each.segmentId),
      })),
    };
  }

  private describe({ project, key }: CopyUnit): string {
    return `change flag ${key} in environment ${this.copies.places.nameOf(project)} (project ${project})`;
  }
}

const REFUSALS: ReadonlySet<string> = new Set(["invalid", "exists", "unsupported"]);

/** If a segment is missing, only its override fails; if the flag is missing, the whole batch does. */
function namesNoSegment({ details }: PlatformError): boolean {
  return details.code === "gone" && details.subject === "segment";
}

/** What other operations depend on comes first. */
function rank({ edits, metadata, remove }: CopyOperation): number {
  if (remove === true) return 3;
  if (metadata) return 0;
  return edits.some(({ kind }) => kind === "set-default" || kind === "set-variants") ? 1 : 2;
}

function refuseEdit(edit: Edit, unit: DefinitionUnit): void {
  const attempted = `change ${describeUnit(unit)}`;
  if (edit.kind === "set-when-off")
    throw notSupported(attempted, {
      reason: "Mixpanel has no variant for when a flag is off: applications get their own fallback",
      nextStep: "Remove when_off, and set the right fallback in the applications.",
      subject: "value",
    });
  const share = edit.kind === "set-settings" ? edit.settings.mixpanel?.rolloutPercentage : undefined;
  const refusal = share === undefined ? undefined : percentRefusal(share);
  if (refusal === undefined) return;
  throw invalid(attempted, {
    reason: refusal,
    nextStep: "Set a whole percentage from 1 to 100; for 0, set enabled = false.",
    subject: "value",
    attribute: ["mixpanel", "rollout_percentage"],
  });
}
