import type {
  Identity,
  IdentityPlace,
  IdentityStore,
  ListedIdentity,
  ServedFlag,
  TraitChanges,
  TraitValue,
} from "../../port/identity/identity-store";
import type { Project } from "../../port/named";
import { attempt } from "../api/errors";
import { refuseTrimmed } from "../api/trimmed";
import type { Projects } from "../run/projects";
import { refuseLarge, refuseTrait } from "./traits/trait-values";

/** One of the two places where identities can live. */
export interface TraitStore extends Omit<IdentityStore, "refuseTrait" | "requireTraits" | "list"> {
  /** At most `limit`, each with its own path. */
  some(place: IdentityPlace, search: string | null, limit: number): Promise<readonly FoundIdentity[]>;
}

interface FoundIdentity {
  readonly identifier: string;
  /** What the identity is served. */
  served(): Promise<readonly ServedFlag[]>;
}

/** Identities with their traits, in the database or at the edge, depending on the project. */
export class IdentityDirectory implements IdentityStore {
  constructor(
    private readonly projects: Projects,
    private readonly core: TraitStore,
    private readonly edge: TraitStore,
  ) {}

  refuseTrait(key: string, value: TraitValue): string | undefined {
    return refuseTrait(key, value);
  }

  async requireTraits(project: Project, identifier: string, traits: TraitChanges["set"]): Promise<void> {
    if (!(await this.projects.settings(project)).use_edge_identities) refuseLarge(identifier, traits);
  }

  announce(name: string): void {
    // A plan does not know where they live; waiting for a write that does not come takes only a moment.
    this.core.announce(name);
    this.edge.announce(name);
  }

  list(
    place: IdentityPlace,
    { search, limit, withFlags }: Parameters<IdentityStore["list"]>[1],
  ): Promise<readonly ListedIdentity[]> {
    return attempt(`list the identities of environment ${place.environment.name}`, async () => {
      const found = await (await this.storeFor(place)).some(place, search, limit);
      return Promise.all(
        found.map(async (each) => ({
          identifier: each.identifier,
          ...(withFlags && { flags: await each.served() }),
        })),
      );
    });
  }

  read(place: IdentityPlace, identifier: string): Promise<Identity | undefined> {
    return attempt(`read ${describe(place, identifier)}`, async () => (await this.storeFor(place)).read(place, identifier));
  }

  async write(
    place: IdentityPlace,
    identifier: string,
    changes: TraitChanges,
    announcedAs?: string,
  ): Promise<{ readonly made: boolean }> {
    const attempted = `write ${describe(place, identifier)}`;
    refuseTrimmed(attempted, "identity", { identifier });
    return attempt(attempted, async () => (await this.storeFor(place)).write(place, identifier, changes, announcedAs));
  }

  delete(place: IdentityPlace, identifier: string): Promise<void> {
    return attempt(`delete ${describe(place, identifier)}`, async () =>
      (await this.storeFor(place)).delete(place, identifier),
    );
  }

  deleteUnused(place: IdentityPlace, identifier: string): Promise<void> {
    return attempt(`delete ${describe(place, identifier)} if nothing uses it`, async () =>
      (await this.storeFor(place)).deleteUnused(place, identifier),
    );
  }

  private async storeFor({ project }: IdentityPlace): Promise<TraitStore> {
    return (await this.projects.settings(project)).use_edge_identities ? this.edge : this.core;
  }
}

function describe({ environment }: IdentityPlace, identifier: string): string {
  return `identity ${identifier} in environment ${environment.name}`;
}
