import { getOwn } from "../../../get-own";
import { describeUnit } from "../../adapter/edits/units";
import { gone, notSupported } from "../../adapter/errors";
import { findById } from "../../adapter/lists/names";
import type { DefinitionSettings } from "../../model/settings";
import type { AnnouncedUnit, Definition, DefinitionStore, DefinitionUnit, WriteResult } from "../../port/definition";
import type { Edit } from "../../port/edit";
import type { Project } from "../../port/named";
import type { PlatformEnvironment } from "../../port/platform-environment";
import type { PlatformError } from "../../port/platform-error";
import type { FlagAnswer } from "../api/answers";
import type { Documents } from "../api/documents";
import type { Entity } from "../api/entity";
import { attempt } from "../api/errors";
import type { Environments } from "../environment/environments";
import { definitionOf } from "./definition";
import { reusesItself } from "./environment-edits";
import type { FlagWriter } from "./flag-writer";

/** Definitions: parts of the flag's document, listed or read with it, and written through the flag's queue. */
export class Definitions implements DefinitionStore {
  constructor(
    private readonly documents: Documents,
    private readonly writer: FlagWriter,
    private readonly identity: Entity,
    private readonly segments: (project: Project) => Promise<ReadonlyMap<string, string>>,
    private readonly environment: PlatformEnvironment,
    private readonly environments: Environments,
  ) {}

  async requireSettings(
    project: Project,
    environment: string,
    { vercel: { reuse = "" } = {} }: DefinitionSettings,
    attempted: string,
  ): Promise<void> {
    if (reuse === "") return;
    if (reuse === environment) throw reusesItself(attempted);
    const names = (await this.environments.list(project)).map(({ name }) => name);
    if (names.includes(reuse)) return;
    throw gone(attempted, {
      reason: `there is no environment "${reuse}" to reuse`,
      nextStep: `Use one of ${names.filter((name) => name !== environment).join(", ")}, with exactly this spelling.`,
      attribute: ["vercel", "reuse"],
    });
  }

  announce(unit: AnnouncedUnit): void {
    this.writer.announce(flagName(unit));
  }

  async sweep(unit: DefinitionUnit): Promise<Definition | undefined> {
    return this.environment.refresh === "exact" ? undefined : this.listed(unit);
  }

  async listed(unit: DefinitionUnit): Promise<Definition | undefined> {
    const flag = findById(await this.documents.list(unit.project), unit.flag.id);
    return flag && this.definition(unit, flag);
  }

  async read(unit: DefinitionUnit): Promise<Definition | undefined> {
    const attempted = `read ${describeUnit(unit)}`;
    const document = await attempt(attempted, () => this.documents.read(unit.project, unit.flag.id), "flag");
    return document && this.definition(unit, document.flag);
  }

  async write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult> {
    if (edits.some(({ kind }) => kind === "set-variants")) throw noOwnVariants(unit);
    const operation = { kind: "edits", environment: unit.environment, edits } as const;
    const { warnings } = await this.writer.submit(unit, operation, announcedAs && flagName(announcedAs));
    return { warnings };
  }

  private async definition({ project, environment }: DefinitionUnit, flag: FlagAnswer): Promise<Definition> {
    const rules = getOwn(flag.environments, environment.name)?.rules ?? [];
    const names = rules.some(
      ({ conditions }) => conditions.length > 1 && conditions.some(({ lhs }) => lhs.type === "segment"),
    );
    const segments = names || rules.some(isSegmentList) ? await this.segments(project) : new Map<string, string>();
    return definitionOf(flag, environment.name, { identity: this.identity, segments });
  }
}

function noOwnVariants(unit: DefinitionUnit): PlatformError {
  return notSupported(`define ${describeUnit(unit)}`, {
    reason: "on Vercel every environment serves the flag's own variants",
    nextStep: "Declare the variants on the flag.",
    subject: "value",
  });
}

/** One segment alone makes an override, which is told by its id. */
function isSegmentList({ conditions }: FlagAnswer["environments"][string]["rules"][number]): boolean {
  return conditions.some(({ lhs, cmp }) => lhs.type === "segment" && cmp !== "eq");
}

/** All environments of a flag are written together. */
function flagName({ project, flag }: AnnouncedUnit): string {
  return JSON.stringify([project, flag]);
}
