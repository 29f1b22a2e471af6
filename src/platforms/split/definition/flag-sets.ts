import { HttpError } from "../../../http/http-error";
import { SingleFlight } from "../../../http/single-flight";
import { invalid } from "../../adapter/errors";
import { nearestNames } from "../../adapter/lists/names";
import type { Project } from "../../port/named";
import type { FlagSetAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import type { FlagSetClient } from "../api/flag-sets";

/** Flag sets, listed once per run and project, and only where a definition names some. */
export class FlagSets {
  private readonly lists = new SingleFlight<readonly FlagSetAnswer[] | undefined>();

  constructor(private readonly client: FlagSetClient) {}

  /** Throws PlatformError where the project has no flag set of one of the ids. */
  async require(project: Project, ids: readonly string[], attempted: string): Promise<void> {
    if (ids.length === 0) return;
    const sets = await this.lists.get(project.id, () => this.list(project, attempted));
    if (!sets) return;
    for (const id of ids) {
      if (sets.some((each) => each.id === id) || (await this.isThere(project, id, attempted))) continue;
      throw invalid(attempted, {
        reason: `the project has no flag set of the id "${id}"`,
        nextStep: nextStep(sets, id),
        attribute: ["split", "flag_sets"],
      });
    }
  }

  /** Undefined: the list could not be read (a key may change definitions without access to flag sets). Then the write fails if one is wrong. */
  private list(project: Project, attempted: string): Promise<readonly FlagSetAnswer[] | undefined> {
    return attempt(attempted, async () => {
      try {
        return await this.client.flagSets(project.id);
      } catch (cause) {
        if (isRefused(cause, [403, 404]) || isOtherwise(cause)) return undefined;
        throw cause;
      }
    });
  }

  /** A flag set that the list lacks may be new: lists are late. */
  private async isThere(project: Project, id: string, attempted: string): Promise<boolean> {
    // They cannot be part of a path.
    if (["", ".", ".."].includes(id)) return false;
    return attempt(attempted, async () => {
      try {
        const { workspace } = await this.client.flagSet(id);
        return (workspace?.id ?? project.id) === project.id;
      } catch (cause) {
        if (isRefused(cause, [400, 403, 404])) return false;
        throw cause;
      }
    });
  }
}

function isRefused(cause: unknown, statuses: readonly number[]): boolean {
  return cause instanceof HttpError && cause.kind === "refused" && statuses.includes(cause.status ?? 0);
}

function isOtherwise(cause: unknown): boolean {
  return cause instanceof HttpError && cause.kind === "not-json";
}

function nextStep(sets: readonly FlagSetAnswer[], wanted: string): string {
  if (sets.length === 0) return "It has none: create one in Split, and name it by its id.";
  const near = new Set([
    ...nearestNames(sets, wanted),
    ...nearestNames(
      sets.map(({ id }) => ({ id, name: id })),
      wanted,
    ),
  ]);
  const some = sets.filter(({ id, name }) => near.has(name) || near.has(id));
  const examples = (some.length > 0 ? some : sets).slice(0, 10).map(({ id, name }) => `"${id}" (${name})`);
  return `Flag sets are named by their ids here. ${some.length > 0 ? "It has" : "Some that it has:"} ${examples.join(", ")}.`;
}
