import { SingleFlight } from "../../../http/single-flight";
import { invalid, notSupported } from "../../adapter/errors";
import { nearestNames } from "../../adapter/lists/names";
import type { Project } from "../../port/named";
import type { NamedAnswer } from "../api/answers";
import type { SplitClient } from "../api/client";
import { attempt } from "../api/errors";

/** Traffic types and rollout statuses: looked up once per run and project. */
export class Lookups {
  private readonly lists = new SingleFlight<readonly NamedAnswer[]>();

  constructor(private readonly client: SplitClient) {}

  /** The id of the kind of key that a flag or a segment is for. */
  async trafficType(project: Project, wanted: string | undefined, attempted: string): Promise<string> {
    const types = await this.list(`traffic types of ${project.id}`, attempted, () => this.client.trafficTypes(project.id));
    if (wanted !== undefined) return pick(types, wanted, "traffic type", attempted, ["split", "traffic_type"]);
    const [only] = types;
    if (only && types.length === 1) return only.id;
    // Every project starts with this one.
    const user = types.find(({ name }) => name === "user");
    if (user) return user.id;
    throw invalid(attempted, {
      reason: "no traffic type is set",
      nextStep:
        types.length === 0
          ? "The project has no traffic type: create one in Split."
          : `Set split = { traffic_type = … } to one of ${listOf(types)}.`,
    });
  }

  /** Throws PlatformError if the traffic type of an existing object would change. */
  async sameTrafficType(
    project: Project,
    current: string | undefined,
    wanted: string | undefined,
    attempted: string,
  ): Promise<void> {
    if (wanted === undefined || current === undefined) return;
    const id = await this.trafficType(project, wanted, attempted);
    if (id === (await this.trafficType(project, current, attempted))) return;
    throw notSupported(attempted, {
      reason: `its traffic type is "${current}", and Split cannot change it`,
      nextStep: `Keep it, or replace the resource (terraform apply -replace=ADDRESS), which deletes it and creates it again.`,
      attribute: ["split", "traffic_type"],
    });
  }

  async rolloutStatus(project: Project, wanted: string, attempted: string): Promise<string> {
    const read = () => this.client.rolloutStatuses(project.id);
    const statuses = await this.list(`rollout statuses of ${project.id}`, attempted, read);
    return pick(statuses, wanted, "rollout status", attempted, ["split", "rollout_status"]);
  }

  private list(key: string, attempted: string, read: () => Promise<NamedAnswer[]>): Promise<readonly NamedAnswer[]> {
    return this.lists.get(key, () => attempt(attempted, read, "project"));
  }
}

function pick(
  things: readonly NamedAnswer[],
  wanted: string,
  noun: string,
  attempted: string,
  attribute: readonly string[],
): string {
  const found =
    things.find(({ name }) => name === wanted) ??
    things.find(({ name }) => name.toLowerCase() === wanted.toLowerCase()) ??
    things.find(({ id }) => wanted === id || wanted === `id:${id}`);
  if (found) return found.id;
  const near = nearestNames(things, wanted);
  throw invalid(attempted, {
    reason: `the project has no ${noun} "${wanted}"`,
    nextStep: `It has ${near.length > 0 ? near.map((name) => `"${name}"`).join(", ") : listOf(things)}.`,
    attribute,
  });
}

function listOf(things: readonly NamedAnswer[]): string {
  return things.length === 0 ? "none" : things.map(({ name }) => `"${name}"`).join(", ");
}
