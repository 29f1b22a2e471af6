import type { DefinitionUnit } from "../../port/definition";
import type { Removal } from "../../port/edit";
import type { IdentityStateAnswer } from "../api/answers";
import type { CoreClient } from "../api/core-client";
import { isIdentityGone, isNotFound, isShareConflict, isStateExists } from "../api/errors";
import { KeyedLock } from "../api/keyed-lock";
import { toRaw } from "../api/values";
import type { StoredState, WantedState } from "../state/definition";
import { type ShareRows, shareRowsOf, weightsBody } from "../state/variant-weights";
import { type CoreId, CoreIds } from "./core-ids";
import type { IdentityParts } from "./identity-parts";
import { changesOf, identityKey, mayBeGone, newState, toState } from "./identity-states";
import { IdentitySweep } from "./identity-sweep";
import type { OverridePlace } from "./override-place";

/** Identity overrides in the server's own database ("core"). */
export class CoreOverrides implements OverridePlace {
  readonly listMayBeOutdated = false;
  readonly swept: IdentitySweep;
  private readonly ids: CoreIds;
  /** Ids of the states of new identities, which need no lookup. */
  private readonly states = new Map<string, number>();
  private readonly lock = new KeyedLock();

  constructor(
    private readonly parts: Pick<IdentityParts, "context" | "inherited" | "options" | "swept">,
    private readonly client: CoreClient,
  ) {
    const { context, options, swept } = parts;
    this.swept = new IdentitySweep(context, options, async (place) => (await swept.document(place))?.identities);
    this.ids = new CoreIds(client);
  }

  async read(unit: DefinitionUnit, identifier: string): Promise<StoredState | undefined> {
    const state = await this.existing(unit, identifier);
    return state && toState(state.answer);
  }

  async list(unit: DefinitionUnit): Promise<ReadonlyMap<string, StoredState>> {
    const states = await this.client.ownStates(unit.environment.clientKey, unit.flag.id);
    return new Map(states.map((state) => [state.identity.identifier, toState(state)]));
  }

  /** A put and a removal of one override must not run at the same time. */
  async put(unit: DefinitionUnit, identifier: string, change: WantedState, whole: WantedState): Promise<StoredState> {
    const write = (): Promise<IdentityStateAnswer> => this.upsert(unit, identifier, change, whole);
    return toState(await this.lock.run(stateKey(unit, identifier), write));
  }

  async remove(unit: DefinitionUnit, identifier: string, { unless }: Removal): Promise<boolean> {
    return this.lock.run(stateKey(unit, identifier), async () => {
      try {
        const state = await this.existing(unit, identifier);
        if (unless?.()) return false;
        this.states.delete(stateKey(unit, identifier));
        this.swept.afterWrite(unit, identifier, undefined);
        if (!state) return false;
        await this.client.deleteState(unit.environment.clientKey, state.identity.id, state.answer.id);
        return true;
      } catch (error) {
        // It may be about the override itself.
        if (mayBeGone(error) && isNotFound(error)) return false;
        throw error;
      }
    });
  }

  async missingParent(unit: DefinitionUnit, error: unknown): Promise<"environment" | "flag" | undefined> {
    return mayBeGone(error) ? this.parts.context.parents.missingParent(unit) : undefined;
  }

  private async upsert(
    unit: DefinitionUnit,
    identifier: string,
    wanted: WantedState,
    whole: WantedState,
    again = true,
  ): Promise<IdentityStateAnswer> {
    const key = unit.environment.clientKey;
    const identity = await this.ids.findOrCreate(unit, identifier);
    try {
      const current = await this.stateOf(unit, identifier, identity);
      if (!current) return await this.createState(unit, identifier, identity, whole);
      const changes = changesOf(toState(current), wanted);
      if (Object.keys(changes).length === 0) return current;
      const rows = shareRowsOf(current.multivariate_feature_state_values);
      const body = { feature: Number(unit.flag.id), ...bodyOf(changes, rows) };
      return await this.client.updateState(key, identity.id, current.id, body);
    } catch (error) {
      if (!again || !isOutdated(error)) throw error;
      this.ids.forget(unit, identifier);
      this.states.delete(stateKey(unit, identifier));
      return this.upsert(unit, identifier, wanted, whole, false);
    }
  }

  private async createState(
    unit: DefinitionUnit,
    identifier: string,
    identity: CoreId,
    wanted: WantedState,
  ): Promise<IdentityStateAnswer> {
    const key = unit.environment.clientKey;
    // What is not set is inherited: the server would use the flag's initial value.
    const { value, ...state } = await newState(wanted, () => this.parts.inherited(unit));
    const body = { feature: Number(unit.flag.id), feature_state_value: toRaw(value), ...bodyOf(state) };
    const answer = await this.client.createState(key, identity.id, body, async () => {
      const [found] = await this.client.states(key, identity.id, unit.flag.id);
      return found && { status: 201, body: found };
    });
    this.states.set(stateKey(unit, identifier), answer.id);
    return answer;
  }

  private async existing(
    unit: DefinitionUnit,
    identifier: string,
  ): Promise<{ identity: CoreId; answer: IdentityStateAnswer } | undefined> {
    const identity = await this.ids.find(unit, identifier);
    if (!identity) return undefined;
    const [answer] = await this.client.states(unit.environment.clientKey, identity.id, unit.flag.id);
    return answer && { identity, answer };
  }

  private async stateOf(
    unit: DefinitionUnit,
    identifier: string,
    identity: CoreId,
  ): Promise<IdentityStateAnswer | undefined> {
    if (identity.isNew && !this.states.has(stateKey(unit, identifier))) return undefined;
    const [answer] = await this.client.states(unit.environment.clientKey, identity.id, unit.flag.id);
    return answer;
  }
}

function bodyOf({ enabled, value, variants }: WantedState, rows?: ShareRows): object {
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(value === undefined ? {} : { feature_state_value: toRaw(value) }),
    ...(variants && variants.length > 0 && { multivariate_feature_state_values: weightsBody(variants, rows) }),
  };
}

/** The cached identity, its override or the rows of its shares were deleted or created in the meantime. */
function isOutdated(error: unknown): boolean {
  return isNotFound(error) || isIdentityGone(error) || isShareConflict(error) || isStateExists(error);
}

function stateKey(unit: DefinitionUnit, identifier: string): string {
  return `${unit.flag.id} ${identityKey(unit.environment.clientKey, identifier)}`;
}
