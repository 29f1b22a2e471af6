import { randomUUID } from "node:crypto";
import { Memory } from "../../wire/memory";
import type { Engine } from "../evaluation/engine";
import { CURRENT_ENGINE } from "../evaluation/engine";
import { createFlag } from "./flag";
import type {
  EdgeIdentity,
  Environment,
  Feature,
  Flag,
  Group,
  Identity,
  MetadataField,
  Organisation,
  Project,
  Segment,
  ServerKey,
  Tag,
  User,
  VariantOption,
} from "./records";

class Tables {
  readonly projects = new Map<number, Project>();
  readonly environments = new Map<number, Environment>();
  readonly serverKeys = new Map<number, ServerKey>();
  readonly features = new Map<number, Feature>();
  readonly options = new Map<number, VariantOption>();
  readonly tags = new Map<number, Tag>();
  readonly segments = new Map<number, Segment>();
  readonly identities = new Map<number, Identity>();
  readonly edgeIdentities = new Map<string, EdgeIdentity>();
  readonly flags = new Map<string, Flag>();
  /** Keys of deleted environments: their rows still hold the unique index. */
  readonly retiredKeys = new Set<string>();
  readonly users = new Map<number, User>();
  readonly groups = new Map<number, Group>();
  readonly metadataFields = new Map<number, MetadataField>();
  readonly contentTypes = new Map<string, number>();
}

/** The database in memory. One sequence numbers everything, so an id used in the wrong place finds nothing. */
export class Store extends Memory<Tables> {
  readonly organisation: Organisation;
  readonly now: () => Date;
  readonly engine: Engine;
  /** Environments and features still being created: objects created meanwhile do not see them. */
  private readonly unfinished = new Set<number>();
  private sequence = 100;

  constructor(organisationName: string, now: () => Date, engine: Engine = CURRENT_ENGINE) {
    super(new Tables());
    this.now = now;
    this.engine = engine;
    this.organisation = {
      id: this.nextId(),
      uuid: randomUUID(),
      name: organisationName,
      createdAt: now(),
      subscription: { id: this.nextId(), uuid: randomUUID() },
    };
  }

  nextId(): number {
    this.sequence += 1;
    return this.sequence;
  }

  /** Django's id of a model's content type. */
  contentType(model: string): number {
    const known = this.tables.contentTypes.get(model);
    if (known !== undefined) return known;
    const id = this.nextId();
    this.tables.contentTypes.set(model, id);
    return id;
  }

  environmentByKey(key: string): Environment | undefined {
    return [...this.tables.environments.values()].find((each) => each.api_key === key);
  }

  environmentsOf(project: number): Environment[] {
    return [...this.tables.environments.values()].filter((each) => each.project === project);
  }

  featuresOf(project: number): Feature[] {
    return [...this.tables.features.values()].filter((each) => each.project === project);
  }

  segmentsOf(project: number): Segment[] {
    return [...this.tables.segments.values()].filter((each) => each.project === project);
  }

  optionsOf(feature: number): VariantOption[] {
    return [...this.tables.options.values()].filter((each) => each.feature === feature);
  }

  flag(environment: Environment, feature: Feature): Flag {
    const key = `${environment.id}/${feature.id}`;
    const found = this.tables.flags.get(key);
    if (found) return found;
    const created = createFlag(this, environment, feature);
    this.tables.flags.set(key, created);
    return created;
  }

  /** The result of two creations that did not see each other: the feature never gets a state in the environment. */
  private leaveWithoutState(environment: Environment, feature: Feature): void {
    const key = `${environment.id}/${feature.id}`;
    this.tables.flags.set(key, { environment: environment.id, feature: feature.id, states: [], links: [], versions: [] });
  }

  /** Gives a new environment or feature its states, except towards objects that are still being created. */
  addStates(environment: Environment, feature: Feature): void {
    if (this.unfinished.has(environment.id) || this.unfinished.has(feature.id)) this.leaveWithoutState(environment, feature);
    else this.flag(environment, feature);
  }

  /** Marks a row as still being created for that time. */
  finishLater(id: number, milliseconds: number): void {
    if (milliseconds === 0) return;
    this.unfinished.add(id);
    setTimeout(() => this.unfinished.delete(id), milliseconds).unref();
  }

  flagsIn(environment: Environment): Flag[] {
    return this.featuresOf(environment.project).map((feature) => this.flag(environment, feature));
  }

  /** Records the change: documents show when their environment last changed. */
  touch(environment: Environment): void {
    environment.updatedAt = this.now();
  }

  /**
   * `transaction.atomic()` over one flag: an error leaves it as it was. Rows of versions are copied before they are
   * written, so only those without a version have to be kept.
   */
  atomically<T>(flag: Flag, run: () => T): T {
    const keep = <R extends { readonly version: string | null }>(row: R): R =>
      row.version === null ? structuredClone(row) : row;
    const states = flag.states.map(keep);
    const links = flag.links.map(keep);
    const versions = [...flag.versions];
    try {
      return run();
    } catch (failure) {
      Object.assign(flag, { states, links, versions });
      throw failure;
    }
  }
}
