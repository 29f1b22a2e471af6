import type { DefinitionUnit } from "../../port/definition";
import type { Removal } from "../../port/edit";
import type { StoredState, WantedState } from "../state/definition";
import type { IdentitySweep } from "./identity-sweep";

/** Where the identities of a project are, with their overrides: in the server's own database ("core"), or at the edge. */
export interface OverridePlace {
  readonly swept: IdentitySweep;
  /** Whether the list of a flag's overrides may be outdated. */
  readonly listMayBeOutdated: boolean;
  /** Throws PlatformError for an identifier that cannot be stored. */
  refuseIdentifier?(attempted: string, identifier: string): void;
  read(unit: DefinitionUnit, identifier: string): Promise<StoredState | undefined>;
  list(unit: DefinitionUnit): Promise<ReadonlyMap<string, StoredState>>;
  /** `whole`: what a new override has. */
  put(unit: DefinitionUnit, identifier: string, change: WantedState, whole: WantedState): Promise<StoredState>;
  /** Whether it removed something. */
  remove(unit: DefinitionUnit, identifier: string, removal: Removal): Promise<boolean>;
  /** What is gone, if that is why a request failed; throws PlatformError `denied` if the key lacks the permission. */
  missingParent(unit: DefinitionUnit, error: unknown): Promise<"environment" | "flag" | undefined>;
}
