import { HttpError } from "../../../http/http-error";
import { SingleFlight } from "../../../http/single-flight";
import { unitKey } from "../../adapter/edits/units";
import type { Audience } from "../../model/audience";
import type { DefinitionUnit } from "../../port/definition";
import type { Environment } from "../../port/environment";
import type { EdgeClient } from "../api/edge-client";
import { attempt } from "../api/errors";
import type { VariantCache } from "../flag/variant-cache";
import type { FlagsmithContext } from "../run/context";
import type { StoredState } from "../state/definition";
import { toState } from "./identity-states";

type Overrides = ReadonlyMap<string, ReadonlyMap<string, StoredState>>;

/** The overrides of all identities in one request per environment. The list may be outdated, so an answer may only confirm. */
export class EdgeSweep {
  /** By flag, then by identifier. */
  private readonly swept = new SingleFlight<Overrides | undefined>();
  /** By unit, then by identifier, what this run wrote; undefined if the outcome is unknown. */
  private readonly ownWrites = new Map<string, Map<string, Audience | undefined>>();

  constructor(
    private readonly context: FlagsmithContext,
    private readonly client: EdgeClient,
    private readonly options: VariantCache,
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
    const told = [...(overrides.get(unit.flag.id) ?? [])].map(async ([identifier, state]) => {
      return [identifier, await this.toAudience(unit, state)] as const;
    });
    return new Map(await Promise.all(told));
  }

  afterWrite(unit: DefinitionUnit, identifier: string, override: Audience | undefined): void {
    const ours = this.ownWrites.get(unitKey(unit)) ?? new Map<string, Audience | undefined>();
    this.ownWrites.set(unitKey(unit), ours.set(identifier, override));
  }

  private toAudience(unit: DefinitionUnit, state: StoredState): Promise<Audience> {
    return attempt(`read the variants of flag ${unit.flag.name}`, () => this.options.audience(unit, state));
  }

  private of(environment: Environment): Promise<Overrides | undefined> {
    const attempted = `list the identity overrides of environment ${environment.name}`;
    return this.swept.get(environment.id, () =>
      attempt(attempted, async () => {
        try {
          return byFlag(await this.client.overrides(environment.clientKey));
        } catch (error) {
          if (!(error instanceof HttpError) || error.kind === "cancelled" || error.kind === "unreachable") throw error;
          // Its table is not filled for every organisation, or the key may not read it: exact reads are used instead.
          this.context.environment.log("info", `${attempted}: ${error.message}; reading one by one instead`);
          return undefined;
        }
      }),
    );
  }
}

function byFlag(rows: Awaited<ReturnType<EdgeClient["overrides"]>>): Overrides {
  const flags = new Map<string, Map<string, StoredState>>();
  for (const { identifier, feature_state: state } of rows) {
    const flag = String(state.feature);
    flags.set(flag, (flags.get(flag) ?? new Map<string, StoredState>()).set(identifier, toState(state)));
  }
  return flags;
}
