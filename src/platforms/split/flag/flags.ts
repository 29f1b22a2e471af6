import { isDeepStrictEqual } from "node:util";
import { isMadeSince } from "../../../http/pace/server-clock";
import { cannotRenameFlag, notSupported } from "../../adapter/errors";
import { CachedDirectory } from "../../adapter/lists/cached-directory";
import type { Flag, FlagSettings } from "../../port/flag";
import type { PlannedFor, Project, Store } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import type { FlagAnswer } from "../api/answers";
import { attempt, isRefused } from "../api/errors";
import type { PatchOperation } from "../document/patch";
import type { Environments } from "../environment/environments";
import { type SplitContext, undefinedIfGone } from "../run/context";
import type { Lookups } from "../run/lookups";
import { removeDefinitions } from "./flag-removal";

/** Flags without what they serve, which is in each environment's definition. */
export class Flags extends CachedDirectory<Flag> implements Store<Flag, FlagSettings> {
  readonly noun = "flag";

  constructor(
    private readonly context: SplitContext,
    private readonly lookups: Lookups,
    private readonly environments: Environments,
  ) {
    super();
  }

  protected load(project: Project): Promise<readonly Flag[]> {
    return attempt(
      `list the flags of project ${project.name}`,
      async () => (await this.context.client.flags(project.id)).map(toFlag),
      "project",
    );
  }

  async get(project: Project, id: string): Promise<Flag | undefined> {
    const reading = this.cache.reading(project, id);
    const answer = await attempt(
      `read flag ${id}`,
      () =>
        undefinedIfGone(
          () => this.context.client.flag(project.id, id),
          () => this.context.projects.require(project),
        ),
      "flag",
    );
    // The API accepts a name instead of an id: an id that is another flag's name must not find that flag.
    if (answer?.id === id) return reading.keep(toFlag(answer));
    reading.drop();
    return undefined;
  }

  async create(project: Project, settings: FlagSettings): Promise<Flag> {
    const attempted = `create flag ${settings.name}`;
    const { client } = this.context;
    const split = settings.settings?.split ?? {};
    const trafficType = await this.lookups.trafficType(project, split.trafficType, attempted);
    const rest = await this.operations(project, settings, attempted);
    const body = {
      name: settings.name,
      ...(settings.description === undefined ? {} : { description: settings.description }),
    };
    const created = await attempt(
      attempted,
      () =>
        client.createFlag(project.id, trafficType, body, async (since) => {
          const found = await undefinedIfGone(
            () => client.flag(project.id, settings.name),
            () => Promise.resolve(),
          );
          const isOurs =
            found && (settings.description ?? "") === (found.description ?? "") && isMadeSince(found.creationTime, since);
          return isOurs ? { status: 200, body: found } : undefined;
        }),
      "flag",
    );
    const kept = this.keepNew(project, toFlag(created));
    const patch = rest.filter(({ path }) => path !== "/description");
    if (patch.length === 0) return kept;
    const answer = await attempt(attempted, () => client.updateFlag(project.id, settings.name, patch), "flag");
    return this.cache.keep(project, toFlag(answer));
  }

  async requireSettings(project: Project, { name, settings }: Partial<FlagSettings>, { id }: PlannedFor): Promise<void> {
    const { trafficType, rolloutStatus } = settings?.split ?? {};
    const attempted = id === undefined ? `create flag ${name ?? ""}` : `update flag ${name ?? id}`;
    if (id === undefined && trafficType !== undefined) await this.lookups.trafficType(project, trafficType, attempted);
    if (id !== undefined && trafficType !== undefined) {
      const current = (await this.list(project)).find((each) => each.id === id)?.settings?.split?.trafficType;
      await this.lookups.sameTrafficType(project, current, trafficType, attempted);
    }
    if (rolloutStatus !== undefined) await this.lookups.rolloutStatus(project, rolloutStatus, attempted);
  }

  async update(project: Project, id: string, changes: Partial<FlagSettings>): Promise<Flag> {
    const attempted = `update flag ${changes.name ?? id}`;
    return this.cache.written(project, id, () =>
      attempt(
        attempted,
        async () => {
          const current = await this.context.client.flag(project.id, id);
          if (changes.name !== undefined && changes.name !== current.name)
            throw cannotRenameFlag(attempted, "Split", current.name);
          const operations = await this.operations(project, changes, attempted);
          const needed = operations.filter((operation) => !alreadyHas(current, operation));
          if (needed.length === 0) return toFlag(current);
          return toFlag(await this.context.client.updateFlag(project.id, current.name, needed));
        },
        "flag",
      ),
    );
  }

  async delete(project: Project, id: string): Promise<void> {
    const { client, projects } = this.context;
    const confirm = (): Promise<unknown> => projects.require(project);
    const attempted = `delete flag ${id}`;
    await attempt(
      attempted,
      async () => {
        const known = (await this.cache.of(project)).find((each) => each.id === id);
        const name = known?.name ?? (await undefinedIfGone(() => client.flag(project.id, id), confirm))?.name;
        if (name === undefined) return;
        try {
          await undefinedIfGone(() => client.deleteFlag(project.id, name), confirm);
        } catch (error) {
          if (!isRefused(error)) throw error;
          // It may still be configured somewhere: a deleted flag serves nothing, so its definitions go first.
          await removeDefinitions(this.context, project, name, await this.environments.list(project));
          await undefinedIfGone(() => client.deleteFlag(project.id, name), confirm);
        }
      },
      "flag",
    );
    this.context.pace.deleted.flags += 1;
    this.cache.drop(project, id);
  }

  /** `add` sets a member whether it is there, null or absent: tags are null when there are none. */
  private async operations(
    project: Project,
    { description, tags, archived, settings }: Partial<FlagSettings>,
    attempted: string,
  ): Promise<PatchOperation[]> {
    if (archived === true) throw cannotArchive(attempted);
    const { owners, rolloutStatus } = settings?.split ?? {};
    const status =
      rolloutStatus === undefined ? undefined : await this.lookups.rolloutStatus(project, rolloutStatus, attempted);
    return [
      ...(description === undefined ? [] : [set("/description", description)]),
      ...(tags === undefined
        ? []
        : [
            set(
              "/tags",
              [...new Set(tags)].map((name) => ({ name })),
            ),
          ]),
      ...(status === undefined ? [] : [{ op: "replace" as const, path: "/rolloutStatus/id", value: status }]),
      ...(owners === undefined ? [] : [set("/owners", owners.map(toOwner))]),
    ];
  }
}

function set(path: string, value: unknown): PatchOperation {
  return { op: "add", path, value };
}

/** Whether the flag has it already. */
function alreadyHas(flag: FlagAnswer, operation: PatchOperation): boolean {
  if (operation.op === "remove") return false;
  switch (operation.path) {
    case "/description":
      return operation.value === (flag.description ?? "");
    case "/tags":
      return isDeepStrictEqual(namesOf(operation.value), (flag.tags ?? []).map(({ name }) => name).sort());
    case "/rolloutStatus/id":
      return operation.value === flag.rolloutStatus?.id;
    default:
      return isDeepStrictEqual(operation.value, flag.owners ?? []);
  }
}

function namesOf(tags: unknown): string[] {
  return Array.isArray(tags) ? tags.map((tag: { readonly name: string }) => tag.name).sort() : [];
}

/** The API requires the type of an owner: `team:<id>` is a group, anything else a user. */
function toOwner(owner: string): object {
  return owner.startsWith(TEAM) ? { id: owner.slice(TEAM.length), type: "Team" } : { id: owner, type: "User" };
}

const TEAM = "team:";

function toFlag(answer: FlagAnswer): Flag {
  const { trafficType, rolloutStatus, owners } = answer;
  return {
    id: answer.id,
    name: answer.name,
    ...(typeof answer.creationTime === "number" && { createdAt: new Date(answer.creationTime).toISOString() }),
    description: answer.description ?? null,
    tags: (answer.tags ?? []).map(({ name }) => name).sort(),
    archived: false,
    initial: { enabled: false, value: null },
    settings: {
      split: {
        ...(typeof trafficType?.name === "string" && { trafficType: trafficType.name }),
        ...(typeof rolloutStatus?.name === "string" && { rolloutStatus: rolloutStatus.name }),
        ...(owners && { owners: owners.map(({ id, type }) => (/^(team|group)$/i.test(type ?? "") ? `${TEAM}${id}` : id)) }),
      },
    },
  };
}

function cannotArchive(attempted: string): PlatformError {
  return notSupported(attempted, {
    reason: "this API of Split cannot archive a flag",
    nextStep: "Kill it in its environments, or archive it in the web console.",
    subject: "flag",
  });
}
