import type { Project, Store } from "./named";
import type { Flag, FlagSettings } from "./flag";
import type { Environment, EnvironmentSettings } from "./environment";
import type { Segment, SegmentSettings } from "./segment";
import type { DefinitionStore } from "./definition";
import type { IdentityOverrideStore } from "./identity-override";
import type { SettingRefusal, TextPlace } from "./refusal";
import type { AbsentTraits } from "../model/absent-traits";
import type { Capabilities } from "./capabilities";
import type { Evaluator } from "./evaluation";
import type { FlagValue, FlagValueKind } from "../model/flag-value";
import type { Serve } from "../model/audience";
import type { IdentityStore } from "./identity-store";
import type { ProjectStore } from "./project-store";
import type { SegmentRule } from "../model/segment-rule";
import type { Variant } from "../model/variant";
import type { ServerKeyStore } from "./server-key";

/** The port between the resources and a flag platform: neutral words in, neutral words out. One adapter per platform. */
export interface Platform {
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
  /** Why the platform would refuse or change a value, and what to do; undefined where it keeps it as it is. No requests. */
  refuseValue(value: FlagValue): string | undefined;
  /** The same for what an audience gets (shares that it would round, say); absent: it takes all that its capabilities allow. */
  refuseServe?(serve: Serve): string | undefined;
  /** The same for conditions, in a segment or in a definition's rules. */
  refuseRules?(rules: readonly SegmentRule[], place: "segment" | "definition"): string | undefined;
  /** What should be known of rules that are written as they are: what they mean on this server, say. */
  warnRules?(rules: readonly SegmentRule[]): string | undefined;
  /** Absent where no condition holds for an identity without its trait. */
  readonly absentTraits?: AbsentTraits;
  /** The same as for values, for any other text that it stores. */
  refuseText?(place: TextPlace, text: string): string | undefined;
  /** The same for a new name. */
  refuseName?(noun: "flag" | "environment" | "segment" | "variant", name: string): string | undefined;
  /** The same for all the variants of a flag. */
  refuseVariants?(variants: readonly Variant[], type: FlagValueKind | undefined): string | undefined;
  /** Of variants that leave, those that live on under a new key wherever they are used. Absent: none does. */
  renamedVariants?(
    there: readonly Pick<Variant, "key" | "value">[],
    wanted: readonly Pick<Variant, "key" | "value">[],
  ): ReadonlyMap<string, string>;
  /** The same for whatever else is stated of a flag or a segment, by attribute. What is not stated is not known yet, or not managed. */
  refuseFlag?(settings: Partial<FlagSettings>, isNew: boolean): SettingRefusal | undefined;
  refuseSegment?(settings: Partial<SegmentSettings>): SettingRefusal | undefined;
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
