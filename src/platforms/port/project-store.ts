import type { Columns } from "../model/flagsmith-settings";
import type { Named, Store } from "./named";

/** Where projects live. */
export interface Organisation extends Named {
  readonly uuid: string;
}

/** A project as something that is made and changed, beside being where everything else lives. */
export interface ManagedProject extends Named {
  readonly uuid: string;
  readonly organisation: string;
  readonly flagsmith?: { readonly columns: Columns };
}

export interface ProjectSettings {
  readonly name: string;
  readonly flagsmith?: { readonly columns?: Columns };
}

export interface ProjectStore extends Store<ManagedProject, ProjectSettings, Organisation> {
  /** By name or id; null is the provider's, or the only one that the credential sees. */
  organisation(reference: string | null): Promise<Organisation>;
  /** As `Project.scope` will be. */
  scopeOf(id: string): string;
}
