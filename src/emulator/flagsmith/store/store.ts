import { randomUUID } from "node:crypto";
import { CURRENT_ENGINE } from "../evaluation/engine";
import type { Engine } from "../evaluation/engine";
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

interface Tables {
  readonly projects: Map<number, Project>;
  readonly environments: Map<number, Environment>;
  readonly serverKeys: Map<number, ServerKey>;
  readonly features: Map<number, Feature>;
  readonly options: Map<number, VariantOption>;
  readonly tags: Map<number, Tag>;
  readonly segments: Map<number, Segment>;
  readonly identities: Map<number, Identity>;
  readonly edgeIdentities: Map<string, EdgeIdentity>;
  readonly flags: Map<string, Flag>;
  readonly retiredKeys: Set<string>;
  readonly users: Map<number, User>;
  readonly groups: Map<number, Group>;
  readonly metadataFields: Map<number, MetadataField>;
  readonly contentTypes: Map<string, number>;
}

/** The database in memory. One sequence numbers everything, so an id used in the wrong place finds nothing. */
export class Store {
  readonly organisation: Organisation;
  readonly now: () => Date;
  readonly engine: Engine;
  /** Environments and features whose creation is not over: what else is made meanwhile does not see them. */
  private readonly unfinished = new Set<number>();
  private sequence = 100;
  private data: Tables = {
    projects: new Map(),
    environments: new Map(),
    serverKeys: new Map(),
    features: new Map(),
    options: new Map(),
    tags: new Map(),
    segments: new Map(),
    identities: new Map(),
    edgeIdentities: new Map(),
    flags: new Map(),
    retiredKeys: new Set(),
    users: new Map(),
    groups: new Map(),
    metadataFields: new Map(),
    contentTypes: new Map(),
  };

  constructor(organisationName: string, now: () => Date, engine: Engine = CURRENT_ENGINE) {
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

  get projects(): Map<number, Project> {
    return this.data.projects;
  }
  get environments(): Map<number, Environment> {
    return this.data.environments;
  }
  get serverKeys(): Map<number, ServerKey> {
    return this.data.serverKeys;
  }
  get features(): Map<number, Feature> {
    return this.data.features;
  }
  get options(): Map<number, VariantOption> {
    return this.data.options;
  }
  get tags(): Map<number, Tag> {
    return this.data.tags;
  }
  get segments(): Map<number, Segment> {
    return this.data.segments;
  }
  get identities(): Map<number, Identity> {
    return this.data.identities;
  }
  get edgeIdentities(): Map<string, EdgeIdentity> {
    return this.data.edgeIdentities;
  }
  get flags(): Map<string, Flag> {
    return this.data.flags;
  }
  /** Keys of deleted environments: their rows still hold the unique index. */
  get retiredKeys(): Set<string> {
    return this.data.retiredKeys;
  }

  get users(): Map<number, User> {
    return this.data.users;
  }
  get groups(): Map<number, Group> {
    return this.data.groups;
  }
  get metadataFields(): Map<number, MetadataField> {
    return this.data.metadataFields;
  }

  /** Django's number for a kind of thing. */
  contentType(model: string): number {
    const known = this.data.contentTypes.get(model);
    if (known !== undefined) return known;
    const id = this.nextId();
    this.data.contentTypes.set(model, id);
    return id;
  }

  environmentByKey(key: string): Environment | undefined {
    return [...this.environments.values()].find((each) => each.api_key === key);
  }

  environmentsOf(project: number): Environment[] {
    return [...this.environments.values()].filter((each) => each.project === project);
  }

  featuresOf(project: number): Feature[] {
    return [...this.features.values()].filter((each) => each.project === project);
  }

  segmentsOf(project: number): Segment[] {
    return [...this.segments.values()].filter((each) => each.project === project);
  }

  optionsOf(feature: number): VariantOption[] {
    return [...this.options.values()].filter((each) => each.feature === feature);
  }

  flag(environment: Environment, feature: Feature): Flag {
    const key = `${environment.id}/${feature.id}`;
    const found = this.flags.get(key);
    if (found) return found;
    const created = createFlag(this, environment, feature);
    this.flags.set(key, created);
    return created;
  }

  /** What two creations leave that did not see each other: a feature without a state in an environment, for good. */
  private leaveWithoutState(environment: Environment, feature: Feature): void {
    const key = `${environment.id}/${feature.id}`;
    this.flags.set(key, { environment: environment.id, feature: feature.id, states: [], links: [], versions: [] });
  }

  /** Gives a new environment or feature its states, but for what is still being made. */
  meet(environment: Environment, feature: Feature): void {
    if (this.unfinished.has(environment.id) || this.unfinished.has(feature.id)) this.leaveWithoutState(environment, feature);
    else this.flag(environment, feature);
  }

  /** The creation of a row goes on for so long. */
  finishLater(id: number, milliseconds: number): void {
    if (milliseconds === 0) return;
    this.unfinished.add(id);
    setTimeout(() => this.unfinished.delete(id), milliseconds).unref();
  }

  flagsIn(environment: Environment): Flag[] {
    return this.featuresOf(environment.project).map((feature) => this.flag(environment, feature));
  }

  /** Documents say when their environment last changed. */
  touch(environment: Environment): void {
    environment.updatedAt = this.now();
  }

  /**
   * `transaction.atomic()` over one flag: a refusal on the way leaves it as it was. Rows of versions are copied before
   * they are written, so only those without a version have to be kept.
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

  /** What a stale read would see from now on. */
  snapshot(): unknown {
    return structuredClone(this.data);
  }

  /** Runs a read against a snapshot. */
  asOf<T>(snapshot: unknown, run: () => T): T {
    const current = this.data;
    this.data = snapshot as Tables;
    try {
      return run();
    } finally {
      this.data = current;
    }
  }
}
