import type { Audience } from "../../model/audience";
import type { AnnouncedUnit, Definition, DefinitionStore, DefinitionUnit, WriteResult } from "../../port/definition";
import type { AudienceChange, Removal } from "../../port/edit";
import type { IdentityOverrideStore } from "../../port/identity/identity-override";

/** Identity overrides of platforms that keep them inside the definition: read with it, and folded into its writes. */
export class IdentityEdits implements IdentityOverrideStore {
  readonly inDefinition = true;

  constructor(private readonly definitions: DefinitionStore) {}

  announce(unit: AnnouncedUnit): void {
    this.definitions.announce(unit);
  }

  async sweep(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    return overridesOf(await this.definitions.sweep(unit))?.get(identifier);
  }

  async read(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    return overridesOf(await this.definitions.read(unit))?.get(identifier);
  }

  async sweepAll(unit: DefinitionUnit): Promise<ReadonlyMap<string, Audience> | undefined> {
    return overridesOf(await this.definitions.sweep(unit));
  }

  async list(unit: DefinitionUnit): Promise<ReadonlyMap<string, Audience> | undefined> {
    return overridesOf(await this.definitions.read(unit));
  }

  put(
    unit: DefinitionUnit,
    identifier: string,
    change: AudienceChange,
    whole?: AudienceChange,
    announcedAs?: AnnouncedUnit,
  ): Promise<WriteResult> {
    const edit = { kind: "put-identity-override", identifier, ...change, ...(whole && { whole }) } as const;
    return this.definitions.write(unit, [edit], announcedAs);
  }

  remove(unit: DefinitionUnit, identifier: string, { unless }: Removal = {}): Promise<WriteResult> {
    return this.definitions.write(unit, [{ kind: "remove-identity-override", identifier, ...(unless && { unless }) }]);
  }
}

function overridesOf(definition: Definition | undefined): ReadonlyMap<string, Audience> | undefined {
  return definition && (definition.identityOverrides ?? new Map<string, Audience>());
}
