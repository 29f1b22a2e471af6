import type { Audience } from "../../model/audience";
import type { AnnouncedUnit, DefinitionUnit, WriteResult } from "../definition";
import type { AudienceChange, Removal } from "../edit";

/** Overrides of single identities (users, devices, accounts). */
export interface IdentityOverrideStore {
  /**
   * Whether overrides are part of the definition: then overrides of an exact set are edits in its batch, and are announced with
   * it.
   */
  readonly inDefinition?: true;
  /** As in definitions, if overrides are written with them. */
  announce?(unit: AnnouncedUnit): void;
  sweep(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined>;
  read(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined>;
  /** All of them, from the run's sweep: may only confirm. Undefined: not in the sweep. */
  sweepAll(unit: DefinitionUnit): Promise<ReadonlyMap<string, Audience> | undefined>;
  /**
   * All of them, exactly. Undefined: the flag or environment is gone. If the list is not exact, overrides that are not in it as
   * expected are read one by one; without expectations the list itself is returned.
   */
  list(unit: DefinitionUnit, expected?: ExpectedOverrides): Promise<ReadonlyMap<string, Audience> | undefined>;
  /**
   * Upsert; absent members of an existing override are not changed. A new one (or one removed since the caller read it)
   * gets the members set in `whole`, and inherits the rest.
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

/** By identifier: whether the listed override is what the caller expects. */
export type ExpectedOverrides = ReadonlyMap<string, (listed: Audience) => boolean>;
