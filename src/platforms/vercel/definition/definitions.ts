import { describeUnit } from "../../adapter/edits/units";
import { notSupported } from "../../adapter/errors";
import type { DefinitionSettings } from "../../model/settings";
import type { AnnouncedUnit, Definition, DefinitionStore, DefinitionUnit, WriteResult } from "../../port/definition";
import type { Edit } from "../../port/edit";
import type { Project } from "../../port/named";
import type { PlatformEnvironment } from "../../port/platform-environment";
import type { FlagAnswer } from "../api/answers";
import type { Documents } from "../api/documents";
import { attempt } from "../api/errors";
import type { Environments } from "../environment/environments";
import type { SegmentReads } from "../segment/segment-reads";
import { definitionOf, namesSegments } from "./definition";
import { requireReusable } from "./edits/switches";
import type { FlagWriter } from "./flag-writer";

/** Definitions: parts of the flag's document, listed or read with it, and written through the flag's queue. */
export class Definitions implements DefinitionStore {
  constructor(
    private readonly documents: Documents,
    private readonly writer: FlagWriter,
    private readonly segments: SegmentReads,
    private readonly environment: Pick<PlatformEnvironment, "refresh">,
    private readonly environments: Environments,
  ) {}

  async requireSettings(
    project: Project,
    environment: string,
    { vercel: { reuse = "" } = {} }: DefinitionSettings,
    attempted: string,
  ): Promise<void> {
    if (reuse === "") return;
    const names = (await this.environments.list(project)).map(({ name }) => name);
    requireReusable(reuse, environment, names, attempted);
  }

  announce(unit: AnnouncedUnit): void {
    this.writer.announce(flagName(unit));
  }

  async sweep(unit: DefinitionUnit): Promise<Definition | undefined> {
    return this.environment.refresh === "exact" ? undefined : this.listed(unit);
  }

  async listed(unit: DefinitionUnit): Promise<Definition | undefined> {
    const flag = await this.documents.listed(unit.project, unit.flag.id);
    return flag && this.toNeutral(unit, flag);
  }

  async read(unit: DefinitionUnit): Promise<Definition | undefined> {
    const attempted = `read ${describeUnit(unit)}`;
    const document = await attempt(attempted, () => this.documents.read(unit.project, unit.flag.id), "flag");
    return document && this.toNeutral(unit, document.flag);
  }

  async write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult> {
    if (edits.some(({ kind }) => kind === "set-variants"))
      throw notSupported(`define ${describeUnit(unit)}`, {
        reason: "on Vercel every environment serves the flag's own variants",
        nextStep: "Declare the variants on the flag.",
        subject: "value",
      });
    const operation = { kind: "edits", environment: unit.environment, edits } as const;
    const { warnings } = await this.writer.submit(unit, operation, announcedAs && flagName(announcedAs));
    return { warnings };
  }

  private async toNeutral({ project, environment }: DefinitionUnit, flag: FlagAnswer): Promise<Definition> {
    const context = await this.segments.conditionContext(project, namesSegments(flag, environment.name));
    return definitionOf(flag, environment.name, context);
  }
}

/** All environments of a flag are written together. */
function flagName({ project, flag }: AnnouncedUnit): string {
  return JSON.stringify([project, flag]);
}
