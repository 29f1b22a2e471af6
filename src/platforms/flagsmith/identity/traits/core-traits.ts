import type { Clock } from "../../../../http/clock";
import { part } from "../../../adapter/checked";
import type { Identity, IdentityPlace, TraitChanges, TraitValue } from "../../../port/identity/identity-store";
import type { CoreClient } from "../../api/core-client";
import { isNotFound } from "../../api/errors";
import type { TraitAnswer, TraitClient } from "../../api/trait-client";
import type { TraitStore } from "../identity-directory";
import { isBulkUnavailable, TraitBatches } from "./trait-batches";
import { fromTypedTrait, refuseLarge, toRow, toTypedTrait } from "./trait-values";

/** Identities in the server's own database, with their traits. */
export class CoreTraits implements TraitStore {
  private readonly batches: TraitBatches;

  constructor(
    private readonly core: CoreClient,
    private readonly client: TraitClient,
    clock: Clock,
  ) {
    this.batches = new TraitBatches(({ clientKey }, rows) => client.putMany(clientKey, rows), clock);
  }

  announce(name: string): void {
    this.batches.announce(name);
  }

  async some({ environment: { clientKey } }: IdentityPlace, search: string | null, limit: number) {
    const found = await this.client.someIdentities(clientKey, search, limit);
    return found.map(({ id, identifier }) => {
      const path = `/api/v1/environments/${part(clientKey)}/identities/${id}/featurestates/all/`;
      return { identifier, served: () => this.client.served(path) };
    });
  }

  async read({ environment: { clientKey } }: IdentityPlace, identifier: string): Promise<Identity | undefined> {
    const id = await this.core.find(clientKey, identifier);
    if (id === undefined) return undefined;
    try {
      return { traits: byKey(await this.client.traits(clientKey, id)) };
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return undefined;
    }
  }

  async write(
    { environment }: IdentityPlace,
    identifier: string,
    changes: TraitChanges,
    announcedAs?: string,
  ): Promise<{ readonly made: boolean }> {
    refuseLarge(identifier, changes.set);
    const { clientKey } = environment;
    const id = await this.core.find(clientKey, identifier);
    const made = { made: id === undefined };
    // There, only setting a trait creates an identity.
    if (changes.set.size === 0 && id === undefined) {
      await this.create(clientKey, identifier);
      return made;
    }
    if (changes.set.size === 0 && changes.remove.length === 0) return made;
    if (environment.flagsmith?.columns["allow_client_traits"] !== false) {
      try {
        await this.batches.submit(environment, toRow(identifier, changes), announcedAs);
        return made;
      } catch (error) {
        if (!isBulkUnavailable(error)) throw error;
      }
    }
    await this.oneByOne(clientKey, id ?? (await this.create(clientKey, identifier)), changes);
    return made;
  }

  async delete({ environment: { clientKey } }: IdentityPlace, identifier: string): Promise<void> {
    const id = await this.core.find(clientKey, identifier);
    if (id !== undefined) await this.remove(clientKey, id);
  }

  async deleteUnused({ environment: { clientKey } }: IdentityPlace, identifier: string): Promise<void> {
    const id = await this.core.find(clientKey, identifier);
    if (id !== undefined && !(await this.client.isUsed(clientKey, id))) await this.remove(clientKey, id);
  }

  private async remove(clientKey: string, identity: number): Promise<void> {
    try {
      await this.client.deleteIdentity(clientKey, identity);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  private async create(clientKey: string, identifier: string): Promise<number> {
    const { id } = await this.core.create(clientKey, identifier);
    return id;
  }

  private async oneByOne(clientKey: string, identity: number, { set, remove }: TraitChanges): Promise<void> {
    const known = new Map((await this.client.traits(clientKey, identity)).map((each) => [each.trait_key, each]));
    for (const [key, value] of set) {
      const body = toTypedTrait(key, value);
      const there = known.get(key);
      if (there) await this.client.update(clientKey, identity, there.id, body);
      else
        await this.client.create(clientKey, identity, body, async () => {
          const found = (await this.client.traits(clientKey, identity)).find((each) => each.trait_key === key);
          return found && { status: 201, body: found };
        });
    }
    for (const key of remove) {
      const there = known.get(key);
      if (there) await this.client.delete(clientKey, identity, there.id);
    }
  }
}

function byKey(answers: readonly TraitAnswer[]): ReadonlyMap<string, TraitValue> {
  return new Map(
    answers.flatMap((answer) => {
      const value = fromTypedTrait(answer);
      return value ? [[answer.trait_key, value] as const] : [];
    }),
  );
}
