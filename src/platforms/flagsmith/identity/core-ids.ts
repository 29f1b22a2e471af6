import { HttpError } from "../../../http/http-error";
import { SingleFlight } from "../../../http/single-flight";
import type { DefinitionUnit } from "../../port/definition";
import type { CoreClient } from "../api/core-client";
import { identityKey } from "./identity-states";

export interface CoreId {
  readonly id: number;
  /** Created in this process: it has no overrides except those of this run. */
  readonly isNew: boolean;
}

/** The numbers of identities in the server's own database, each looked up once. */
export class CoreIds {
  private readonly found = new SingleFlight<CoreId | undefined>();

  constructor(private readonly client: CoreClient) {}

  find(unit: DefinitionUnit, identifier: string): Promise<CoreId | undefined> {
    const key = keyOf(unit, identifier);
    const finding = this.found.get(key, () => this.search(unit, identifier));
    void finding.then(
      (identity) => identity ?? this.found.forget(key),
      () => undefined,
    );
    return finding;
  }

  findOrCreate(unit: DefinitionUnit, identifier: string): Promise<CoreId> {
    const key = keyOf(unit, identifier);
    const before = this.found.peek(key);
    this.found.forget(key);
    const made = (async () => (await before) ?? (await this.search(unit, identifier)) ?? this.create(unit, identifier))();
    void this.found.get(key, () => made).catch(() => undefined);
    return made;
  }

  forget(unit: DefinitionUnit, identifier: string): void {
    this.found.forget(keyOf(unit, identifier));
  }

  private async create(unit: DefinitionUnit, identifier: string): Promise<CoreId> {
    try {
      const { id } = await this.client.create(unit.environment.clientKey, identifier);
      return { id, isNew: true };
    } catch (error) {
      // An application can create its identity at any time.
      const found = error instanceof HttpError && error.status === 400 ? await this.search(unit, identifier) : undefined;
      if (!found) throw error;
      return found;
    }
  }

  private async search(unit: DefinitionUnit, identifier: string): Promise<CoreId | undefined> {
    const id = await this.client.find(unit.environment.clientKey, identifier);
    return id === undefined ? undefined : { id, isNew: false };
  }
}

function keyOf({ environment }: DefinitionUnit, identifier: string): string {
  return identityKey(environment.clientKey, identifier);
}
