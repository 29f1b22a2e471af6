import { alreadyExists, invalid, notSupported } from "../../adapter/errors";
import { CachedDirectory } from "../../adapter/lists/cached-directory";
import { requireName, resolveName } from "../../adapter/lists/names";
import type { Directory, Named, PlannedFor, Project, Store } from "../../port/named";
import type { Segment, SegmentSettings } from "../../port/segment";
import type { SegmentAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import { findLanded } from "../api/landed";
import { refuseTrimmed } from "../api/trimmed";
import type { FlagsmithContext } from "../run/context";
import type { CustomFields } from "../run/custom-fields";
import { undefinedIfGone } from "../run/parents";
import type { ServerVersion } from "../run/server-version";
import { fromFlagsmithRules, refuseRules, toFlagsmithRules, UnknownOperator, warnRules } from "./segment-rules";

/** Segments. The server allows duplicate names, so a create checks first. */
export class Segments extends CachedDirectory<Segment> implements Store<Segment, SegmentSettings> {
  readonly noun = "segment";

  constructor(
    private readonly context: FlagsmithContext,
    private readonly fields: CustomFields,
    private readonly flags: Directory<Named>,
    private readonly server: ServerVersion,
  ) {
    super();
  }

  protected load(project: Project): Promise<readonly Segment[]> {
    return attempt(`list the segments of project ${project.name}`, async () =>
      Promise.all((await this.context.client.segments(project.id)).map((answer) => this.toSegment(project, answer))),
    );
  }

  async get(project: Project, id: string): Promise<Segment | undefined> {
    if (!/^\d+$/.test(id)) return undefined;
    const { client, parents } = this.context;
    const reading = this.cache.reading(project, id);
    const answer = await attempt(
      `read segment ${id}`,
      () =>
        undefinedIfGone(
          () => client.segment(project.id, id),
          () => parents.requireProject(project),
        ),
      "segment",
    );
    if (answer) return reading.keep(await this.toSegment(project, answer));
    reading.drop();
    return undefined;
  }

  async create(project: Project, settings: SegmentSettings): Promise<Segment> {
    const attempted = `create segment ${settings.name}`;
    refuseTrimmed(attempted, "segment", { name: settings.name, description: settings.description });
    const warnings = await this.refuseUnapproved(project, attempted);
    const existing = (await this.list(project)).find(({ name }) => name === settings.name);
    this.refuseNow(settings.rules, attempted);
    if (existing) throw alreadyExists(attempted, "segment", settings.name);
    const { client } = this.context;
    const { flagsmith } = settings;
    const body = {
      name: settings.name,
      ...(settings.description === undefined ? {} : { description: settings.description }),
      // Newer servers read it from the path; older ones require it.
      project: Number(project.id),
      rules: toFlagsmithRules(settings.rules ?? []),
      ...(flagsmith?.flag === undefined ? {} : { feature: await this.flagId(project, flagsmith.flag, attempted) }),
      ...(flagsmith?.metadata === undefined
        ? {}
        : { metadata: await this.fields.merged(project, "segment", [], flagsmith.metadata, attempted) }),
    };
    const answer = await attempt(
      attempted,
      () =>
        client.createSegment(project.id, body, (since) =>
          findLanded(body, since, () => client.segments(project.id, { q: settings.name })),
        ),
      "segment",
    );
    const made = this.cache.keep(project, await this.toSegment(project, answer));
    return withWarnings(made, [...warnings, ...this.warningsOn(settings.rules)]);
  }

  async requireSettings(project: Project, { name, flagsmith }: Partial<SegmentSettings>, plan: PlannedFor): Promise<void> {
    const attempted = plan.id === undefined ? `create segment ${name ?? ""}` : `update segment ${name ?? plan.id}`;
    await attempt(attempted, () => this.fields.require(project, "segment", flagsmith?.metadata, attempted), "segment");
    const flag = flagsmith?.flag;
    if (flag === undefined || plan.makes("flag", flag)) return;
    await requireName(this.flags, project, flag, attempted, ["flagsmith", "flag"]);
  }

  async update(project: Project, id: string, changes: Partial<SegmentSettings>): Promise<Segment> {
    const attempted = `update segment ${changes.name ?? id}`;
    refuseTrimmed(attempted, "segment", { name: changes.name, description: changes.description });
    const warnings = await this.refuseUnapproved(project, attempted);
    const { client } = this.context;
    const update = (): Promise<SegmentAnswer> =>
      attempt(
        attempted,
        async () => {
          const current = await client.segment(project.id, id);
          const { rules, flagsmith, ...rest } = changes;
          this.refuseNow(rules, attempted);
          if (flagsmith?.flag !== undefined) await this.refuseOtherFlag(project, current, flagsmith.flag, attempted);
          // The server deletes custom fields that are not sent.
          const kept = {
            metadata: await this.fields.merged(project, "segment", current.metadata, flagsmith?.metadata, attempted),
          };
          if (rules === undefined && Object.keys(rest).length === 0 && flagsmith?.metadata === undefined) return current;
          if (rules === undefined) return client.updateSegment(project.id, id, "PATCH", { ...rest, ...kept });
          return client.updateSegment(project.id, id, "PUT", {
            name: current.name,
            description: current.description,
            feature: current.feature,
            ...rest,
            ...kept,
            project: Number(project.id),
            rules: toFlagsmithRules(rules, current.rules),
          });
        },
        "segment",
      );
    const written = await this.cache.written(project, id, async () => this.toSegment(project, await update()));
    return withWarnings(written, [...warnings, ...this.warningsOn(changes.rules)]);
  }

  /** The server's release may be known only now: a plan of only new resources sends no request. */
  private refuseNow(rules: Segment["rules"] | undefined, attempted: string): void {
    const reason = rules && refuseRules(rules, this.server);
    if (reason === undefined) return;
    const nextStep = "Change the rules.";
    throw invalid(attempted, { reason, nextStep, attribute: ["rules"] });
  }

  private warningsOn(rules: Segment["rules"] | undefined): string[] {
    const words = rules && warnRules(rules, this.server);
    return words === undefined ? [] : [words];
  }

  async delete(project: Project, id: string): Promise<void> {
    const { client, parents } = this.context;
    const warnings = await this.refuseUnapproved(project, `delete segment ${id}`);
    for (const each of warnings) this.context.environment.log("warn", each);
    await attempt(
      `delete segment ${id}`,
      () =>
        undefinedIfGone(
          () => client.deleteSegment(project.id, id),
          () => parents.requireProject(project),
        ),
      "segment",
    );
    this.cache.drop(project, id);
  }

  private async flagId(project: Project, flag: string, attempted: string): Promise<number> {
    return Number(resolveName(await this.flags.list(project), flag, "flag", attempted).id);
  }

  /** The server would accept another flag, and leave overrides of the first one behind. */
  private async refuseOtherFlag(project: Project, current: SegmentAnswer, flag: string, attempted: string): Promise<void> {
    if ((await this.flagId(project, flag, attempted)) === current.feature) return;
    throw notSupported(attempted, {
      reason: `segment ${current.name} was created for ${current.feature === null ? "all flags" : "another flag"}, and this cannot be changed`,
      nextStep: `Create another segment for flag ${flag}, or replace this one (terraform apply -replace=ADDRESS), which deletes its overrides.`,
      attribute: ["flagsmith", "flag"],
    });
  }

  private async toSegment(project: Project, answer: SegmentAnswer): Promise<Segment> {
    return { ...(await this.named(project, answer)), ...rulesOf(answer) };
  }

  private async named(project: Project, answer: SegmentAnswer): Promise<Omit<Segment, "rules">> {
    return {
      id: String(answer.id),
      name: answer.name,
      ...(answer.created_at !== null && { createdAt: answer.created_at }),
      description: answer.description,
      flagsmith: {
        flagId: answer.feature === null ? null : String(answer.feature),
        metadata: await this.fields.named(project, answer.metadata),
      },
    };
  }

  async requireChange(project: Project, attempted: string): Promise<undefined> {
    const { minimum_change_request_approvals: approvals } = await this.context.projects.settings(project);
    this.context.changeRequests.refuseSegments(project, approvals, attempted);
  }

  /** A project can require change requests for its segments; the API does not enforce it. */
  private async refuseUnapproved(project: Project, attempted: string): Promise<string[]> {
    const { minimum_change_request_approvals: approvals } = await this.context.projects.settings(project);
    return this.context.changeRequests.requireSegments(project, approvals, attempted);
  }
}

function withWarnings(segment: Segment, warnings: readonly string[]): Segment {
  return warnings.length === 0 ? segment : { ...segment, warnings };
}

function rulesOf(answer: SegmentAnswer): Pick<Segment, "rules" | "foreignRules"> {
  try {
    return { rules: fromFlagsmithRules(answer.rules) };
  } catch (error) {
    if (!(error instanceof UnknownOperator)) throw error;
    return { rules: [], foreignRules: `a condition with the operator ${error.operator}, which Flagform does not know` };
  }
}
