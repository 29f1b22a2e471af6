import { CachedList } from "../../adapter/lists/cached-list";
import { memoizeByIdentity } from "../../adapter/lists/memoize-by-identity";
import type { FlagAnswer } from "../api/answers";
import type { MixpanelClient } from "../api/client";
import { attempt, isNotFound } from "../api/errors";
import type { Places } from "../run/places";

export type FlagsByKey = ReadonlyMap<string, FlagAnswer>;

/** An environment's project. */
interface Place {
  readonly id: string;
}

const byKey = memoizeByIdentity(
  (flags: readonly FlagAnswer[]): FlagsByKey => new Map(flags.map((flag) => [flag.key, flag])),
);

/** The copies of flags in the environments' projects: one complete list each per run, kept true by our own writes. */
export class Copies {
  private readonly cache: CachedList<FlagAnswer, Place>;

  constructor(
    readonly client: MixpanelClient,
    readonly places: Places,
  ) {
    this.cache = new CachedList(
      ({ id }) => this.load(id),
      ({ key }) => key,
    );
  }

  /** By key. May be late. */
  async list(project: string): Promise<FlagsByKey> {
    return byKey(await this.cache.of({ id: project }));
  }

  /** One exact read. Undefined: there is no such flag, in a list that was read just now. */
  async read(project: string, key: string): Promise<FlagAnswer | undefined> {
    const known = (await this.list(project)).get(key);
    if (known) {
      const reading = this.cache.reading({ id: project }, key);
      const live = await this.get(project, known.id);
      if (live?.deleted === null) return reading.keep(live);
    }
    this.forget(project, key);
    const found = (await this.list(project)).get(key);
    return found && found.id !== known?.id ? found : undefined;
  }

  /** Undefined for 404. */
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
    return this.cache.keep({ id: project }, flag);
  }

  removed(project: string, key: string): void {
    this.cache.drop({ id: project }, key);
  }

  /** After a write whose result is unknown: it is listed again when it is needed. */
  forget(project: string, key: string): void {
    this.cache.forget({ id: project }, key);
  }

  private async load(project: string): Promise<readonly FlagAnswer[]> {
    const attempted = `list the flags of environment ${this.places.nameOf(project)} (project ${project})`;
    return attempt(
      attempted,
      async () => {
        const flags = await this.client.flags(await this.places.of(project));
        return flags.filter(({ deleted }) => deleted === null);
      },
      "environment",
    );
  }
}
