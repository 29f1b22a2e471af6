import type { AbsentTraits } from "../model/absent-traits";
import type { Capabilities } from "./capabilities";
import type { Evaluator } from "./evaluation";
import type { FlagValue, FlagValueKind } from "../model/flag-value";
import type { Audience, Serve } from "../model/audience";
import type { AudienceChange, Edit, Removal } from "./edit";
import type {
  FlagsmithEnvironment,
  FlagsmithEnvironmentSettings,
  FlagsmithFlag,
  FlagsmithFlagSettings,
  FlagsmithSegment,
  FlagsmithSegmentSettings,
} from "./flagsmith-settings";
import type { IdentityStore } from "./identity-store";
import type { ProjectStore } from "./project-store";
import type { SegmentRule } from "../model/segment-rule";
import type {
  DefinitionSettings,
  EnvironmentPlatformSettings,
  FlagPlatformSettings,
  SegmentPlatformSettings,
} from "./settings";
import type { RemoteRule } from "../model/targeting-rule";
import type { RemoteVariant, Variant } from "../model/variant";
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
  /** The same for what is said of a flag, an environment or a segment. */
  refuseDescription?(noun: "flag" | "environment" | "segment", text: string): string | undefined;
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

/** Why something stated would be refused, and the path of its attribute. */
export interface SettingRefusal {
  readonly path: readonly string[];
  readonly reason: string;
}

/** Texts that have no rules of their own but those of all texts. */
export type TextPlace = "name" | "key name" | "description" | "tag" | "identity" | "trait" | "setting";

export interface Project {
  readonly id: string;
  readonly name: string;
  /** Platform, host and project id in one word, kept in state: work under another scope is refused. */
  readonly scope: string;
}

/** What every named thing has. */
export interface Named {
  readonly id: string;
  readonly name: string;
  /** When it was made; absent where the platform does not tell. */
  readonly createdAt?: string;
}

/** What can be found in a project. Names are resolved by `resolveName` (names.ts) over `list`. */
export interface Directory<T extends Named, P = Project> {
  /** What one of these is called in messages. */
  readonly noun: "flag" | "environment" | "segment" | "server key" | "project";
  /** All of them: one sweep per run, shared by all callers, kept true by our own writes, dropped by nothing else. May be late. */
  list(parent: P): Promise<readonly T[]>;
  /** All of them, listed anew. Absent where the list never changes. */
  again?(parent: P): Promise<readonly T[]>;
  /** One exact read by id. Undefined means gone (its parent being there). */
  get(parent: P, id: string): Promise<T | undefined>;
}

/** What can also be made, changed and removed. */
export interface Store<T extends Named, S, P = Project> extends Directory<T, P> {
  /** Throws PlatformError `exists` where one of the name is there. */
  create(parent: P, settings: S): Promise<T>;
  /** Sends exactly the settings given. */
  update(parent: P, id: string, changes: Partial<S>): Promise<T>;
  /** Already gone is success. `keyIds`: those that an environment's creation told. */
  delete(parent: P, id: string, keyIds?: readonly string[]): Promise<void>;
}

export interface Flag extends Named {
  /** The flag's key, which is its name here. */
  readonly name: string;
  readonly description: string | null;
  /** Labels, sorted. */
  readonly tags: readonly string[];
  /** Null: here it is, there it is not. */
  readonly archived: boolean | null;
  /** What new environments start with. */
  readonly initial: { readonly enabled: boolean; readonly value: FlagValue | null };
  /** Absent where the platform does not tell. */
  readonly type?: FlagValueKind;
  /** Absent where each definition has its own. */
  readonly variants?: readonly RemoteVariant[];
  /** Settings only Flagsmith has. */
  readonly flagsmith?: FlagsmithFlag;
  readonly settings?: FlagPlatformSettings;
  /** Of a flag that was just written: what the user should know about how. */
  readonly warnings?: readonly string[];
}

export interface FlagSettings {
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly archived?: boolean;
  /** At creation only: what every environment starts with. */
  readonly initial?: { readonly enabled?: boolean; readonly value?: FlagValue };
  /** At creation only. */
  readonly type?: FlagValueKind;
  /** The exact set. One that a definition still uses is removed with its last use. */
  readonly variants?: readonly Variant[];
  readonly flagsmith?: FlagsmithFlagSettings;
  /** How to go about it; nothing of the flag itself. */
  readonly making?: { readonly createTags?: boolean };
  readonly settings?: FlagPlatformSettings;
}

export interface Environment extends Named {
  readonly description: string | null;
  /** What applications connect with (client side, not secret): Flagsmith's environment key. */
  readonly clientKey: string;
  /** Changes must go through the platform's own approval. */
  readonly requiresApproval: boolean;
  readonly flagsmith?: FlagsmithEnvironment;
  readonly settings?: EnvironmentPlatformSettings;
  /** Of one that was just made: ids of the keys that came with it, which nothing tells again and its deletion needs. */
  readonly keyIds?: readonly string[];
}

export interface EnvironmentSettings {
  readonly name: string;
  readonly description?: string;
  readonly flagsmith?: FlagsmithEnvironmentSettings;
  readonly settings?: EnvironmentPlatformSettings;
  /** At creation only: the environment (by name or `id:<id>`) that it begins as a copy of. */
  readonly making?: { readonly cloneFrom?: string };
}

export interface Segment extends Named {
  readonly description: string | null;
  readonly rules: readonly SegmentRule[];
  /** What its rules are, for people, where they cannot be said here: then `rules` is empty. */
  readonly foreignRules?: string;
  readonly flagsmith?: FlagsmithSegment;
  /** Listed identities, sorted; absent where a segment cannot list any. */
  readonly identities?: readonly string[];
  readonly settings?: SegmentPlatformSettings;
  /** Of a segment that was just written: what the user should know about how. */
  readonly warnings?: readonly string[];
}

export interface SegmentSettings {
  readonly name: string;
  readonly description?: string;
  readonly rules?: readonly SegmentRule[];
  readonly flagsmith?: FlagsmithSegmentSettings;
  /** The exact set; sent as what is added and what is removed where the platform allows. */
  readonly identities?: readonly string[];
  readonly settings?: SegmentPlatformSettings;
}

/** One flag in one environment: the platform's write unit. */
export interface DefinitionUnit {
  readonly project: Project;
  readonly environment: Environment;
  readonly flag: Named;
}

/** A flag's whole definition in one environment as the platform has it. What it says of itself is for everyone not named below. */
export interface Definition extends Audience {
  /** The emergency switch; absent where there is none. */
  readonly killed?: boolean;
  /** The variant served where the flag is off or killed; null: none is chosen. Absent where there is no such choice. */
  readonly whenOff?: string | null;
  /** Absent where variants live in the flag. */
  readonly variants?: readonly Variant[];
  /** In order, the first that matches wins; without what counts as a segment override. Absent where there are none at all. */
  readonly rules?: readonly RemoteRule[];
  /** In the platform's order of precedence. */
  readonly segmentOverrides: readonly SegmentOverride[];
  /** By identifier; absent where they are no part of the definition. */
  readonly identityOverrides?: ReadonlyMap<string, Audience>;
  readonly settings?: DefinitionSettings;
}

export interface SegmentOverride extends Audience {
  readonly segmentId: string;
  /** Lower wins. */
  readonly priority: number;
}

export interface DefinitionStore {
  /** Where a definition is found by its flag's name, which never changes: a flag of that name has taken the place of any before it. */
  readonly byFlagName?: true;
  /**
   * Tells at plan that an edit of this unit is about to come in this process, so that the first to arrive waits for it a
   * moment (25 ms at most).
   */
  announce(unit: AnnouncedUnit): void;
  /** Throws PlatformError where the environment takes no changes from us. From what is known: no requests. */
  refuseUnapproved?(environment: Environment, attempted: string): void;
  /** Throws PlatformError where the settings name something that is not there. From lists. */
  requireSettings?(project: Project, environment: string, settings: DefinitionSettings, attempted: string): Promise<void>;
  /** From the run's sweep: cheap, may be late, may only confirm what the state says. Undefined: not in the sweep. */
  sweep(unit: DefinitionUnit): Promise<Definition | undefined>;
  /**
   * What the run's lists say, whatever `refresh` says: for words to people, never for a state. Overrides are left out where
   * the lists lack them. Undefined: the flag is not listed.
   */
  listed(unit: DefinitionUnit): Promise<ListedDefinition | undefined>;
  /** One exact read. Undefined means the flag or environment is gone. */
  read(unit: DefinitionUnit): Promise<Definition | undefined>;
  /**
   * Queues edits of one resource operation; all that is queued for the unit goes out in as few requests as the API allows,
   * one writer at a time. A refused batch fails only the culprit.
   */
  write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult>;
}

export type ListedDefinition = Pick<Definition, "enabled" | "segmentOverrides"> & Partial<Definition>;

/** A unit by the names that its resources give, before it is known what they stand for. */
export interface AnnouncedUnit {
  readonly project: string | null;
  readonly environment: string;
  readonly flag: string;
}

export interface WriteResult {
  /** What the user should know about how it was written. */
  readonly warnings: readonly string[];
}

/** What single identities (users, devices, accounts) get instead. */
export interface IdentityOverrideStore {
  /**
   * Whether overrides are part of the definition: then those of an exact set are edits in its own batch, and are announced with
   * it.
   */
  readonly inDefinition?: true;
  /** As that of definitions, where overrides are written with them. */
  announce?(unit: AnnouncedUnit): void;
  sweep(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined>;
  read(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined>;
  /** All of them, from the run's sweep: may only confirm. Undefined: the sweep does not tell. */
  sweepAll(unit: DefinitionUnit): Promise<ReadonlyMap<string, Audience> | undefined>;
  /**
   * All of them, exactly. Undefined: the flag or environment is gone. Where no list is exact, those who are not in it as
   * expected are read one by one; without expectations it is as good as the list.
   */
  list(unit: DefinitionUnit, expected?: ExpectedOverrides): Promise<ReadonlyMap<string, Audience> | undefined>;
  /**
   * Upsert; what is absent is not touched where the override exists. Where it is new (or was removed since the caller saw it),
   * it gets what is stated of the whole, and inherits the rest.
   */
  put(
    unit: DefinitionUnit,
    identifier: string,
    settings: AudienceChange,
    whole?: AudienceChange,
    announcedAs?: AnnouncedUnit,
  ): Promise<WriteResult>;
  /** Already gone is success. */
  remove(unit: DefinitionUnit, identifier: string, removal?: Removal): Promise<WriteResult>;
}

/** By identifier: whether what a list tells of an override is what the caller expects. */
export type ExpectedOverrides = ReadonlyMap<string, (listed: Audience) => boolean>;

/** How a platform is made: its own configuration, then what every platform needs. */
export interface PlatformEnvironment {
  readonly signal: AbortSignal;
  log(level: "debug" | "info" | "warn", message: string, fields?: Readonly<Record<string, string | number>>): void;
  /** Says something of the run as a whole where people see it, and it stays. */
  notice?(summary: string, detail: string): void;
  /** "exact" reads everything exactly instead of sweeping first. */
  readonly refresh: "sweep" | "exact";
}
