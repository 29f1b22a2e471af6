import { SingleFlight } from "../../http/single-flight";
import type { FlagAnswer } from "./answers";
import type { MixpanelClient } from "./client";
import { attempt, isNotFound } from "./errors";
import type { Places } from "./places";

export type FlagsByKey = ReadonlyMap<string, FlagAnswer>;

/** The copies of flags in the environments' projects: one complete list each per run, kept true by our own writes. */
export class Copies {
  private readonly lists = new SingleFlight<FlagsByKey>();
  private readonly ours = new Map<string, Map<string, FlagAnswer | null>>();
  /** The same map until something changes. */
  private readonly merged = new Map<string, { readonly listed: FlagsByKey; readonly all: FlagsByKey }>();

  constructor(
    readonly client: MixpanelClient,
    readonly places: Places,
  ) {}

  /** By key. May be late. */
  async list(project: string): Promise<FlagsByKey> {
    const listed = await this.lists.get(project, () => this.load(project));
    const ours = this.ours.get(project);
    if (!ours) return listed;
    const known = this.merged.get(project);
    if (known?.listed === listed) return known.all;
    const all = new Map(listed);
    for (const [key, flag] of ours) {
      if (flag) all.set(key, flag);
      else all.delete(key);
    }
    this.merged.set(project, { listed, all });
    return all;
  }

  /** One exact read. Undefined: there is no such flag, and the list that lacks it was answered just now. */
  async read(project: string, key: string): Promise<FlagAnswer | undefined> {
    const known = (await this.list(project)).get(key);
    if (known) {
      const live = await this.get(project, known.id);
      if (live?.deleted === null) return this.keep(project, live);
    }
    this.forget(project, key);
    const found = (await this.list(project)).get(key);
    return found && found.id !== known?.id ? found : undefined;
  }

  /** Undefined for 404, whatever it means. */
  async get(project: string, id: string): Promise<FlagAnswer | undefined> {
    const place = await this.places.of(project);
    try {
      return await this.client.flag(place, id);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return undefined;
    }
  }

  keep(project: string, flag: FlagAnswer): FlagAnswer {
    this.note(project, flag.key, flag);
    return flag;
  }

  removed(project: string, key: string): void {
    this.note(project, key, null);
  }

  /** What became of it is not known: it is listed anew when it is wanted. */
  forget(project: string, key: string): void {
    this.ours.get(project)?.delete(key);
    this.merged.delete(project);
    this.lists.forget(project);
  }

  private async load(project: string): Promise<FlagsByKey> {
    const attempted = `list the flags of environment ${this.places.nameOf(project)} (project ${project})`;
    return attempt(
      attempted,
      async () => {
        const flags = await this.client.flags(await this.places.of(project));
        return new Map(flags.filter(({ deleted }) => deleted === null).map((flag) => [flag.key, flag]));
      },
      "environment",
    );
  }

  private note(project: string, key: string, flag: FlagAnswer | null): void {
    const ours = this.ours.get(project) ?? new Map<string, FlagAnswer | null>();
    this.ours.set(project, ours.set(key, flag));
    this.merged.delete(project);
  }
}
