import { SingleFlight } from "../../../http/single-flight";
import { unitKey } from "../../adapter/edits/units";
import type { Audience } from "../../model/audience";
import type { DefinitionUnit } from "../../port/definition";
import type { Environment } from "../../port/environment";
import { attempt } from "../api/errors";
import type { IdentityStates } from "../definition/sweep";
import type { VariantCache } from "../flag/variant-cache";
import type { FlagsmithContext } from "../run/context";
import type { StoredState } from "../state/definition";

/** The overrides of all identities in one request per environment. The list may be outdated, so an answer may only confirm. */
export class IdentitySweep {
  private readonly swept = new SingleFlight<IdentityStates | undefined>();
  /** By unit, then by identifier, what this run wrote; undefined if the outcome is unknown. */
  private readonly ownWrites = new Map<string, Map<string, Audience | undefined>>();

  constructor(
    private readonly context: Pick<FlagsmithContext, "environment">,
    private readonly options: VariantCache,
    /** Undefined if the list cannot be read. */
    private readonly load: (environment: Environment) => Promise<IdentityStates | undefined>,
  ) {}

  async one(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    if (this.context.environment.refresh === "exact") return undefined;
    const ours = this.ownWrites.get(unitKey(unit));
    if (ours?.has(identifier)) return ours.get(identifier);
    const state = (await this.of(unit.environment))?.get(unit.flag.id)?.get(identifier);
    return state && this.toAudience(unit, state);
  }

  /** Undefined if something was written since, or if the list cannot answer. */
  async all(unit: DefinitionUnit): Promise<ReadonlyMap<string, Audience> | undefined> {
    if (this.context.environment.refresh === "exact" || this.ownWrites.has(unitKey(unit))) return undefined;
    const overrides = await this.of(unit.environment);
    if (!overrides) return undefined;
    const audiences = [...(overrides.get(unit.flag.id) ?? [])].map(async ([identifier, state]) => {
      return [identifier, await this.toAudience(unit, state)] as const;
    });
    return new Map(await Promise.all(audiences));
  }

  afterWrite(unit: DefinitionUnit, identifier: string, override: Audience | undefined): void {
    const ours = this.ownWrites.get(unitKey(unit)) ?? new Map<string, Audience | undefined>();
    this.ownWrites.set(unitKey(unit), ours.set(identifier, override));
  }

  private of(environment: Environment): Promise<IdentityStates | undefined> {
    return this.swept.get(environment.id, () => this.load(environment));
  }

  private toAudience(unit: DefinitionUnit, state: StoredState): Promise<Audience> {
    return attempt(`read the variants of flag ${unit.flag.name}`, () => this.options.audience(unit, state));
  }
}
