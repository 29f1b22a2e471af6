import { randomUUID } from "node:crypto";
import { Memory } from "../../wire/memory";
import { Table } from "../../wire/table";
import type { Engine } from "../evaluation/engine";
import { CURRENT_ENGINE } from "../evaluation/engine";
import { createFlag } from "./flag";
import type {
  EdgeIdentity,
  Environment,
  Feature,
  FeatureState,
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
  readonly environments = new Table<number, Environment, "project">({ project: (each) => each.project });
  readonly serverKeys = new Map<number, ServerKey>();
  readonly features = new Table<number, Feature, "project" | "name">({
    project: (each) => each.project,
    name: featureName,
  });
  readonly options = new Table<number, VariantOption, "feature">({ feature: (each) => each.feature });
  readonly tags = new Map<number, Tag>();
  readonly segments = new Table<number, Segment, "project">({ project: (each) => each.project });
  readonly identities = new Table<number, Identity, "environment" | "name">({
    environment: (each) => each.environment,
    name: identityName,
  });
  readonly edgeIdentities = new Table<string, EdgeIdentity, "environment" | "name">({
    environment: (each) => each.environment,
    name: identityName,
  });
  readonly flags = new Table<string, Flag, "environment" | "feature">({
    environment: (each) => each.environment,
    feature: (each) => each.feature,
  });
  /** Keys of deleted environments: their rows still hold the unique index. */
  readonly retiredKeys = new Set<string>();
  readonly users = new Map<number, User>();
  readonly groups = new Map<number, Group>();
  readonly metadataFields = new Map<number, MetadataField>();
  readonly contentTypes = new Map<string, number>();
}

function flagKey({ environment, feature }: Pick<Flag, "environment" | "feature">): string {
  return `${environment}/${feature}`;
}

function featureName({ project, name }: Pick<Feature, "project" | "name">): string {
  return `${project}/${name.toLowerCase()}`;
}

type Named = Pick<Identity, "environment" | "identifier">;

function identityName({ environment, identifier }: Named): string {
  return `${environment}/${identifier}`;
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
    return this.tables.environments.where("project", project);
  }

  featuresOf(project: number): Feature[] {
    return this.tables.features.where("project", project);
  }

  featureNamed(project: number, name: string): Feature | undefined {
    return this.tables.features.where("name", featureName({ project, name })).find((each) => each.name === name);
  }

  /** Names differ by more than their case. */
  isFeatureNameTaken(project: number, name: string): boolean {
    return this.tables.features.first("name", featureName({ project, name })) !== undefined;
  }

  segmentsOf(project: number): Segment[] {
    return this.tables.segments.where("project", project);
  }

  optionsOf(feature: number): VariantOption[] {
    return this.tables.options.where("feature", feature);
  }

  identityNamed(environment: Environment, identifier: string): Identity | undefined {
    return this.tables.identities.first("name", identityName({ environment: environment.id, identifier }));
  }

  edgeIdentityNamed(environment: Environment, identifier: string): EdgeIdentity | undefined {
    return this.tables.edgeIdentities.first("name", identityName({ environment: environment.id, identifier }));
  }

  flag(environment: Environment, feature: Feature): Flag {
    const found = this.tables.flags.get(flagKey({ environment: environment.id, feature: feature.id }));
    if (found) return found;
    const created = createFlag(this, environment, feature);
    this.tables.flags.set(flagKey(created), created);
    return created;
  }

  /** The flag that a state is of. */
  flagOf(state: FeatureState): Flag | undefined {
    return this.tables.flags.get(flagKey(state));
  }

  removeFlag(flag: Flag): void {
    this.tables.flags.delete(flagKey(flag));
  }

  /** The result of two creations that did not see each other: the feature never gets a state in the environment. */
  private leaveWithoutState(environment: Environment, feature: Feature): void {
    const flag: Flag = { environment: environment.id, feature: feature.id, states: [], links: [], versions: [] };
    this.tables.flags.set(flagKey(flag), flag);
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
