import type { HttpAnswer } from "../../../http/request";
import { SingleFlight } from "../../../http/single-flight";
import { gone } from "../../adapter/errors";
import { didYouMean, nearestNames } from "../../adapter/lists/names";
import type { Project } from "../../port/named";
import type { TagAnswer } from "../api/answers";
import type { FlagsmithClient } from "../api/client";

/** Tags by label. Tags that the server sets itself (stale, unhealthy) cannot be managed: they are hidden, and kept. */
export class Tags {
  private readonly lists = new SingleFlight<readonly TagAnswer[]>();
  private readonly creating = new SingleFlight<void>();

  constructor(private readonly client: FlagsmithClient) {}

  /** The labels, sorted, without those of the server's own tags. */
  async labels(project: Project, ids: readonly number[]): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const tags = await this.including(project, (known) => ids.every((id) => known.some((tag) => tag.id === id)));
    const own = tags.filter((tag) => ids.includes(tag.id) && !tag.is_system_tag);
    return [...new Set(own.map(({ label }) => label))].sort();
  }

  /** The ids for labels, with those of the server's own tags among the present ones. */
  async ids(project: Project, labels: readonly string[], present: readonly number[], attempted: string): Promise<number[]> {
    if (labels.length === 0 && present.length === 0) return [];
    const tags = await this.including(project, (known) => labels.every((label) => known.some((tag) => isOwn(tag, label))));
    const kept = present.filter((id) => tags.some((tag) => tag.id === id && tag.is_system_tag));
    return [...kept, ...labels.map((label) => idOf(tags, label, present, attempted))];
  }

  /** Creates missing tags, each once: several flags may need one at the same time, and labels need not be unique. */
  async create(project: Project, labels: readonly string[]): Promise<void> {
    await Promise.all(
      labels.map((label) =>
        this.creating.get(JSON.stringify([project.id, label]), async () => {
          const isThere = (tags: readonly TagAnswer[]): boolean => tags.some((tag) => isOwn(tag, label));
          if (isThere(await this.including(project, isThere))) return;
          const landed = async (): Promise<HttpAnswer | undefined> => {
            const found = (await this.client.tags(project.id)).find((tag) => isOwn(tag, label));
            return found && { status: 201, body: found };
          };
          await this.client.createTag(project.id, label, landed);
          this.lists.forget(project.id);
        }),
      ),
    );
  }

  private async including(
    project: Project,
    complete: (tags: readonly TagAnswer[]) => boolean,
  ): Promise<readonly TagAnswer[]> {
    const read = (): Promise<readonly TagAnswer[]> => this.lists.get(project.id, () => this.client.tags(project.id));
    const known = await read();
    if (complete(known)) return known;
    this.lists.forget(project.id);
    return read();
  }
}

function isOwn(tag: TagAnswer, label: string): boolean {
  return !tag.is_system_tag && tag.label === label;
}

/** Labels are not unique: the tag that the flag already has comes first, then the oldest. */
function idOf(tags: readonly TagAnswer[], label: string, present: readonly number[], attempted: string): number {
  const own = tags.filter((tag) => !tag.is_system_tag);
  const found = own.filter((tag) => tag.label === label).sort((one, other) => one.id - other.id);
  const chosen = found.find(({ id }) => present.includes(id)) ?? found[0];
  if (chosen) return chosen.id;
  const near = nearestNames(
    own.map((tag) => ({ id: String(tag.id), name: tag.label })),
    label,
  );
  throw gone(attempted, {
    reason: `the project has no tag "${label}"`,
    nextStep: own.length === 0 ? `The project has no tags at all: ${CREATE_TAG}` : didYouMean(near, CREATE_TAG),
    subject: "tags",
  });
}

const CREATE_TAG = "create the tag in Flagsmith first, or set flagsmith = { create_tags = true }.";
