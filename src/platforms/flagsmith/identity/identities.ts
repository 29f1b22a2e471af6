import type { Audience } from "../../model/audience";
import type { DefinitionUnit, WriteResult } from "../../port/definition";
import type { AudienceChange, Removal } from "../../port/edit";
import type { ExpectedOverrides, IdentityOverrideStore } from "../../port/identity/identity-override";
import type { Projects } from "../run/projects";

/** Identity overrides, in the database or at the edge, depending on the project. */
export class Identities implements IdentityOverrideStore {
  constructor(
    private readonly projects: Projects,
    private readonly core: IdentityOverrideStore,
    private readonly edge: IdentityOverrideStore,
  ) {}

  async sweep(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    return (await this.storeOf(unit)).sweep(unit, identifier);
  }

  async read(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    return (await this.storeOf(unit)).read(unit, identifier);
  }

  async sweepAll(unit: DefinitionUnit): Promise<ReadonlyMap<string, Audience> | undefined> {
    return (await this.storeOf(unit)).sweepAll(unit);
  }

  async list(unit: DefinitionUnit, expected?: ExpectedOverrides): Promise<ReadonlyMap<string, Audience> | undefined> {
    return (await this.storeOf(unit)).list(unit, expected);
  }

  async put(
    unit: DefinitionUnit,
    identifier: string,
    settings: AudienceChange,
    whole?: AudienceChange,
  ): Promise<WriteResult> {
    return (await this.storeOf(unit)).put(unit, identifier, settings, whole);
  }

  async remove(unit: DefinitionUnit, identifier: string, removal?: Removal): Promise<WriteResult> {
    return (await this.storeOf(unit)).remove(unit, identifier, removal);
  }

  private async storeOf({ project }: DefinitionUnit): Promise<IdentityOverrideStore> {
    return (await this.projects.settings(project)).use_edge_identities ? this.edge : this.core;
  }
}
