import type { AnnouncedUnit, DefinitionUnit, WriteResult } from "./definition";
import type { Audience } from "../model/audience";
import type { AudienceChange, Removal } from "./edit";

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
