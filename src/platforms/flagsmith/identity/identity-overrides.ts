import type { Audience } from "../../model/audience";
import type { DefinitionUnit, WriteResult } from "../../port/definition";
import type { AudienceChange, Removal } from "../../port/edit";
import type { ExpectedOverrides, IdentityOverrideStore } from "../../port/identity/identity-override";
import { attempt } from "../api/errors";
import { goneError } from "../write-api/write-strategy";
import type { IdentityParts } from "./identity-parts";
import { describeOverride, describeOverrides, refuseUnwritable, wantedFor } from "./identity-states";
import type { OverridePlace } from "./override-place";

/** Identity overrides, in the database or at the edge, depending on the project. */
export class IdentityOverrides implements IdentityOverrideStore {
  constructor(
    private readonly parts: Pick<IdentityParts, "context" | "options" | "afterWrite">,
    private readonly core: OverridePlace,
    private readonly edge: OverridePlace,
  ) {}

  async sweep(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    return (await this.placeOf(unit)).swept.one(unit, identifier);
  }

  async sweepAll(unit: DefinitionUnit): Promise<ReadonlyMap<string, Audience> | undefined> {
    return (await this.placeOf(unit)).swept.all(unit);
  }

  async read(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    const place = await this.placeOf(unit);
    return attempt(`read ${describeOverride(unit, identifier)}`, () =>
      unlessGone(place, unit, () => this.audience(place, unit, identifier)),
    );
  }

  /** Where the list may be outdated, identities that are not in it as expected are read exactly. */
  async list(unit: DefinitionUnit, expected?: ExpectedOverrides): Promise<ReadonlyMap<string, Audience> | undefined> {
    const place = await this.placeOf(unit);
    return attempt(`list ${describeOverrides(unit)}`, () =>
      unlessGone(place, unit, async () => {
        const states = [...(await place.list(unit))].map(async ([identifier, state]) => {
          return [identifier, await this.parts.options.audience(unit, state)] as const;
        });
        const listed = new Map(await Promise.all(states));
        if (!expected || !place.listMayBeOutdated) return listed;
        const doubtful = [...new Set([...listed.keys(), ...expected.keys()])].filter((identifier) => {
          const override = listed.get(identifier);
          return !override || !expected.get(identifier)?.(override);
        });
        const exact = await Promise.all(doubtful.map((identifier) => this.audience(place, unit, identifier)));
        for (const [index, identifier] of doubtful.entries()) {
          const override = exact[index];
          if (override) listed.set(identifier, override);
          else listed.delete(identifier);
        }
        return listed;
      }),
    );
  }

  async put(
    unit: DefinitionUnit,
    identifier: string,
    settings: AudienceChange,
    whole: AudienceChange = settings,
  ): Promise<WriteResult> {
    const { options } = this.parts;
    const place = await this.placeOf(unit);
    const attempted = `put ${describeOverride(unit, identifier)}`;
    refuseUnwritable(attempted, identifier, settings);
    place.refuseIdentifier?.(attempted, identifier);
    // If it fails, the outcome is unknown.
    place.swept.afterWrite(unit, identifier, undefined);
    const { override, warnings } = await attempt(attempted, async () => {
      try {
        const change = await wantedFor(settings, unit, options, attempted);
        const full = { ...(await wantedFor(whole, unit, options, attempted)), ...change };
        const state = await place.put(unit, identifier, change, full);
        return { override: await options.audience(unit, state), warnings: await this.parts.afterWrite(unit) };
      } catch (error) {
        const missing = await place.missingParent(unit, error);
        throw missing ? goneError(unit, missing) : error;
      }
    });
    place.swept.afterWrite(unit, identifier, override);
    return { warnings };
  }

  async remove(unit: DefinitionUnit, identifier: string, removal: Removal = {}): Promise<WriteResult> {
    const place = await this.placeOf(unit);
    return attempt(`remove ${describeOverride(unit, identifier)}`, async () => {
      const isRemoved = await unlessGone(place, unit, () => place.remove(unit, identifier, removal));
      return { warnings: isRemoved ? await this.parts.afterWrite(unit) : [] };
    });
  }

  private async audience(place: OverridePlace, unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    const state = await place.read(unit, identifier);
    return state && this.parts.options.audience(unit, state);
  }

  private async placeOf({ project }: DefinitionUnit): Promise<OverridePlace> {
    return (await this.parts.context.projects.settings(project)).use_edge_identities ? this.edge : this.core;
  }
}

/** Undefined if the flag or the environment is gone. */
async function unlessGone<T>(place: OverridePlace, unit: DefinitionUnit, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (await place.missingParent(unit, error)) return undefined;
    throw error;
  }
}
