import type { Clock } from "../../../../http/clock";
import { part } from "../../../adapter/checked";
import type { Environment } from "../../../port/environment";
import type { Identity, IdentityPlace, TraitChanges, TraitValue } from "../../../port/identity/identity-store";
import type { EdgeClient } from "../../api/edge-client";
import { isNotFound } from "../../api/errors";
import type { TraitClient } from "../../api/trait-client";
import type { EdgeDocuments } from "../edge-documents";
import type { TraitStore } from "../identity-directory";
import { isBulkUnavailable, TraitBatches } from "./trait-batches";
import { fromRawTrait, hasTraits, toRow } from "./trait-values";

/** Identities at the edge, with their traits. */
export class EdgeTraits implements TraitStore {
  private readonly batches: TraitBatches;

  constructor(
    private readonly client: EdgeClient,
    private readonly documents: EdgeDocuments,
    private readonly bulk: TraitClient,
    clock: Clock,
  ) {
    this.batches = new TraitBatches(({ clientKey }, rows) => bulk.putManyAtEdge(clientKey, rows), clock);
  }

  announce(name: string): void {
    this.batches.announce(name);
  }

  async some({ environment: { clientKey } }: IdentityPlace, search: string | null, limit: number) {
    const found = await this.client.some(clientKey, search, limit);
    return found.map(({ identity_uuid: uuid, identifier }) => {
      const path = `/api/v1/environments/${part(clientKey)}/edge-identities/${part(uuid)}/edge-featurestates/all/`;
      return { identifier, served: () => this.bulk.served(path) };
    });
  }

  async read({ environment }: IdentityPlace, identifier: string): Promise<Identity | undefined> {
    const traits = await this.documents.read(environment, identifier, (uuid) => this.traits(environment, uuid));
    return traits && { traits };
  }

  write(
    { environment }: IdentityPlace,
    identifier: string,
    changes: TraitChanges,
    announcedAs?: string,
  ): Promise<{ readonly made: boolean }> {
    return this.documents.alone(environment, identifier, async () => {
      const there = await this.documents.uuidOf(environment, identifier);
      const made = { made: there === undefined };
      if (changes.set.size === 0 && changes.remove.length === 0) {
        if (there === undefined) await this.make(environment, identifier);
        return made;
      }
      await this.documents.write(environment, identifier, {
        what: "a change of traits",
        send: () => this.send(environment, identifier, changes, announcedAs),
        isThere: async (uuid) => uuid !== undefined && hasTraits(await this.traits(environment, uuid), changes),
      });
      return made;
    });
  }

  delete({ environment }: IdentityPlace, identifier: string): Promise<void> {
    return this.documents.alone(environment, identifier, () => this.remove(environment, identifier));
  }

  deleteUnused({ environment }: IdentityPlace, identifier: string): Promise<void> {
    return this.documents.alone(environment, identifier, async () => {
      const isUsed = await this.documents.read(environment, identifier, async (uuid) => {
        if ((await this.client.states(environment.clientKey, uuid)).length > 0) return true;
        return (await this.client.traits(environment.clientKey, uuid)).length > 0;
      });
      if (isUsed === false) await this.remove(environment, identifier);
    });
  }

  private async remove(environment: Environment, identifier: string): Promise<void> {
    const uuid = await this.documents.uuidOf(environment, identifier);
    if (uuid === undefined) return;
    try {
      await this.client.delete(environment.clientKey, uuid);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    this.documents.forget(environment, identifier);
  }

  private async send(
    environment: Environment,
    identifier: string,
    changes: TraitChanges,
    announcedAs: string | undefined,
  ): Promise<void> {
    const row = toRow(identifier, changes);
    try {
      await this.batches.submit(environment, row, announcedAs);
    } catch (error) {
      if (!isBulkUnavailable(error)) throw error;
      const uuid = (await this.documents.uuidOf(environment, identifier)) ?? (await this.make(environment, identifier));
      for (const trait of row.traits) await this.client.updateTrait(environment.clientKey, uuid, trait);
    }
  }

  private async make(environment: Environment, identifier: string): Promise<string> {
    const { identity_uuid: uuid } = await this.client.create(environment.clientKey, identifier);
    this.documents.learn(environment, identifier, uuid);
    return uuid;
  }

  private async traits({ clientKey }: Environment, uuid: string): Promise<ReadonlyMap<string, TraitValue>> {
    const traits = await this.client.traits(clientKey, uuid);
    return new Map(
      traits.flatMap(({ trait_key: key, trait_value: raw }) => {
        const value = fromRawTrait(raw);
        return value ? [[key, value] as const] : [];
      }),
    );
  }
}
