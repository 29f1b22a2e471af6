import { SingleFlight } from "../../../http/single-flight";
import { gone } from "../../adapter/errors";
import { didYouMean, nearestNames } from "../../adapter/lists/names";
import type { FlagsmithFlagSettings } from "../../model/flagsmith-settings";
import type { Named, Project } from "../../port/named";
import type { FeatureAnswer } from "../api/answers";
import type { FlagsmithContext } from "../run/context";

type Owned = Pick<FeatureAnswer, "owners" | "group_owners">;

/** Who owns a flag: people by e-mail address, groups by name. Set when the flag is created, by separate endpoints later. */
export class Owners {
  private readonly users = new SingleFlight<readonly Named[]>();
  private readonly groups = new SingleFlight<readonly Named[]>();

  constructor(private readonly context: Pick<FlagsmithContext, "client" | "projects">) {}

  /** What a create sends. */
  async ids(project: Project, { owners, groupOwners }: FlagsmithFlagSettings, attempted: string): Promise<object> {
    return {
      ...(owners && { owners: await this.userIds(project, owners, attempted) }),
      ...(groupOwners && { group_owners: await this.groupIds(project, groupOwners, attempted) }),
    };
  }

  /** Additions first: a project may require at least one owner. Returns the owners from the last answer. */
  async change(
    project: Project,
    id: string,
    current: Owned,
    { owners, groupOwners }: FlagsmithFlagSettings,
    attempted: string,
  ): Promise<Owned> {
    // Looked up before the first write: an unknown owner fails the whole change.
    const people = owners && difference(current.owners, await this.userIds(project, owners, attempted));
    const groups = groupOwners && difference(current.group_owners, await this.groupIds(project, groupOwners, attempted));
    const steps = [
      ["add-owners", "user_ids", people?.added],
      ["add-group-owners", "group_ids", groups?.added],
      ["remove-owners", "user_ids", people?.removed],
      ["remove-group-owners", "group_ids", groups?.removed],
    ] as const;
    let answer = current;
    for (const [action, field, ids] of steps) {
      if (ids && ids.length > 0) {
        answer = await this.context.client.changeOwners(project.id, id, action, { [field]: ids });
      }
    }
    return answer;
  }

  private async userIds(project: Project, emails: readonly string[], attempted: string): Promise<number[]> {
    const { organisation } = await this.context.projects.settings(project);
    const users = await this.users.get(String(organisation), async () =>
      (await this.context.client.users(organisation)).map(({ id, email }) => ({ id: String(id), name: email })),
    );
    return emails.map((email) => idOf(users, email, "owners", "user with the e-mail address", attempted));
  }

  private async groupIds(project: Project, names: readonly string[], attempted: string): Promise<number[]> {
    const { organisation } = await this.context.projects.settings(project);
    const groups = await this.groups.get(String(organisation), async () =>
      (await this.context.client.groups(organisation)).map(({ id, name }) => ({ id: String(id), name })),
    );
    return names.map((name) => idOf(groups, name, "group_owners", "group", attempted));
  }
}

function difference(current: readonly { readonly id: number }[], wanted: readonly number[]) {
  const present = current.map(({ id }) => id);
  return {
    added: wanted.filter((id) => !present.includes(id)),
    removed: present.filter((id) => !wanted.includes(id)),
  };
}

/** Addresses and names are compared without case. */
function idOf(known: readonly Named[], wanted: string, attribute: string, noun: string, attempted: string): number {
  const found =
    known.find(({ name }) => name === wanted) ?? known.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (found) return Number(found.id);
  throw gone(attempted, {
    reason: `the organisation has no ${noun} "${wanted}"`,
    nextStep: didYouMean(nearestNames(known, wanted), "add it to the organisation in Flagsmith first."),
    attribute: ["flagsmith", attribute],
  });
}
