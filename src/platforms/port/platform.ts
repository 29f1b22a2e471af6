import type { Capabilities } from "./capabilities";
import type { DefinitionStore } from "./definition";
import type { Environment, EnvironmentSettings } from "./environment";
import type { Flag, FlagSettings } from "./flag";
import type { Evaluator } from "./identity/evaluation";
import type { IdentityOverrideStore } from "./identity/identity-override";
import type { IdentityStore } from "./identity/identity-store";
import type { Project, Store } from "./named";
import type { PlanRules } from "./plan-rules";
import type { PlatformError } from "./platform-error";
import type { ProjectStore } from "./project-store";
import type { Segment, SegmentSettings } from "./segment";
import type { ServerKeyStore } from "./server-key";

/** The port between the resources and a flag platform, in neutral terms. One adapter per platform. */
export interface Platform extends PlanRules {
  readonly name: "flagsmith" | "split" | "vercel" | "mixpanel";
  /** The name for messages: "Flagsmith". */
  readonly title: string;
  /** Whether an archived flag is still served. */
  readonly servesArchived: boolean;
  /** Whether the platform stores a flag's type, so that it can never change. */
  readonly storesFlagTypes: boolean;
  /** Whether the key of a deleted flag can never be used again. */
  readonly reservesDeletedKeys: boolean;
  readonly capabilities: Capabilities;
  readonly serverClock: PlatformClock;
  /** A project by name or `id:<id>`; null is the provider's default. Looked up once per run. */
  project(reference: string | null): Promise<Project>;
  readonly flags: Store<Flag, FlagSettings>;
  /** Throws PlatformError if a tag does not exist; absent if any tag is allowed. */
  requireTags?(project: Project, labels: readonly string[], attempted: string): Promise<void>;
  /** Throws PlatformError if the flag's present state forbids the change. Uses lists. */
  requireFlagChange?(project: Project, id: string, changes: Partial<FlagSettings>, attempted: string): Promise<void>;
  readonly environments: Store<Environment, EnvironmentSettings>;
  readonly segments: Store<Segment, SegmentSettings>;
  /**
   * Throws PlatformError if segments refuse direct changes, and returns the warning about a change that has to wait for approval. Uses
   * lists that the change needs too.
   */
  requireSegmentChange?(
    project: Project,
    changes: Partial<SegmentSettings>,
    isNew: boolean,
    attempted: string,
  ): Promise<string | undefined>;
  /** Absent if the platform has no server keys, or cannot create projects. */
  readonly serverKeys?: ServerKeyStore;
  readonly projects?: ProjectStore;
  readonly definitions: DefinitionStore;
  readonly identityOverrides: IdentityOverrideStore;
  /** Absent if the platform stores no identities that can be managed. */
  readonly identities?: IdentityStore;
  readonly evaluator?: Evaluator;
  /**
   * The part of it that the credential may read, for lists of what there is. Everything else needs the whole. Absent if the lists of flags and
   * segments need no environment.
   */
  readable?(): Promise<Readable>;
}

interface Readable {
  /** The environments that are left out. */
  readonly denied: readonly Denied[];
  /** The platform without them; absent where there are none. */
  readonly rest?: Platform;
}

export interface Denied {
  readonly environment: string;
  readonly error: PlatformError;
}

/** The platform's clock, which sets creation times. The machine's clock may be wrong. */
export interface PlatformClock {
  /** Milliseconds since the epoch; undefined before the first answer with a time. */
  now(): number | undefined;
  /** The latest time that may be before this run started. */
  began(): number | undefined;
}
