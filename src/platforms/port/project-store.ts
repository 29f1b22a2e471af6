import type { Columns } from "../model/flagsmith-settings";
import type { Named, Store } from "./named";

/** Where projects live. */
export interface Organisation extends Named {
  readonly uuid: string;
}

/** A project as a managed resource. */
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
  /** By name or id; null is the provider's, or the only one that the credential can access. */
  organisation(reference: string | null): Promise<Organisation>;
  /** The later `Project.scope`. */
  scopeOf(id: string): string;
}
