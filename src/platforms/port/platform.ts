import type { PlanRules } from "./plan-rules";
import type { Project, Store } from "./named";
import type { Flag, FlagSettings } from "./flag";
import type { Environment, EnvironmentSettings } from "./environment";
import type { Segment, SegmentSettings } from "./segment";
import type { DefinitionStore } from "./definition";
import type { IdentityOverrideStore } from "./identity-override";
import type { Capabilities } from "./capabilities";
import type { Evaluator } from "./evaluation";
import type { IdentityStore } from "./identity-store";
import type { ProjectStore } from "./project-store";
import type { ServerKeyStore } from "./server-key";

/** The port between the resources and a flag platform: neutral words in, neutral words out. One adapter per platform. */
export interface Platform extends PlanRules {
  readonly name: "flagsmith" | "split" | "vercel" | "mixpanel";
  /** As people write it: "Flagsmith". */
  readonly title: string;
  /** Whether an archived flag goes on being served. */
  readonly servesArchived: boolean;
  /** Whether the platform itself knows what type a flag is of, so that it can never change. */
  readonly storesFlagTypes: boolean;
  /** Whether the key of a deleted flag can never be used again. */
  readonly reservesDeletedKeys: boolean;
  readonly capabilities: Capabilities;
  readonly serverClock: PlatformClock;
  /** A project by name or `id:<id>`; null is the provider's default. Looked up once per run. */
  project(reference: string | null): Promise<Project>;
  readonly flags: Store<Flag, FlagSettings>;
  /** Throws PlatformError where a tag must exist and does not; absent where tags are any words. */
  requireTags?(project: Project, labels: readonly string[], attempted: string): Promise<void>;
  /** Throws PlatformError where what the flag is by now forbids the change. From lists. */
  requireFlagChange?(project: Project, id: string, changes: Partial<FlagSettings>, attempted: string): Promise<void>;
  readonly environments: Store<Environment, EnvironmentSettings>;
  readonly segments: Store<Segment, SegmentSettings>;
  /**
   * Throws PlatformError where segments take no changes from us, and gives what is to be told of one that has to wait for approval. From
   * lists that the change needs too.
   */
  requireSegmentChange?(
    project: Project,
    changes: Partial<SegmentSettings>,
    isNew: boolean,
    attempted: string,
  ): Promise<string | undefined>;
  /** Absent where the platform has no keys of its own for servers, or no projects that could be made. */
  readonly serverKeys?: ServerKeyStore;
  readonly projects?: ProjectStore;
  readonly definitions: DefinitionStore;
  readonly identityOverrides: IdentityOverrideStore;
  /** Absent where the platform keeps no identities that could be managed. */
  readonly identities?: IdentityStore;
  readonly evaluator?: Evaluator;
}

/** The platform's own clock, by which it says when things were made. The machine's may be wrong. */
export interface PlatformClock {
  /** Milliseconds since the epoch; undefined where no answer has told it. */
  now(): number | undefined;
  /** The latest moment that may have been before this run began. */
  began(): number | undefined;
}
