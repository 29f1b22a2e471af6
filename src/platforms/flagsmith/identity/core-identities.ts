import { HttpError } from "../../../http/http-error";
import { SingleFlight } from "../../../http/single-flight";
import type { Audience } from "../../model/audience";
import type { DefinitionUnit, WriteResult } from "../../port/definition";
import type { AudienceChange, Removal } from "../../port/edit";
import type { IdentityOverrideStore } from "../../port/identity/identity-override";
import type { IdentityStateAnswer } from "../api/answers";
import type { CoreClient } from "../api/core-client";
import { attempt, isNotFound, isShareConflict, isStateExists } from "../api/errors";
import { KeyedLock } from "../api/keyed-lock";
import { toRaw } from "../api/values";
import type { Sweep } from "../definition/sweep";
import type { VariantCache } from "../flag/variant-cache";
import type { FlagsmithContext } from "../run/context";
import type { WantedState } from "../state/definition";
import { type ShareRows, shareRowsOf, weightsBody } from "../state/variant-weights";
import { goneError } from "../write-api/write-strategy";
import type { IdentityParts } from "./identity-parts";
import {
  changesOf,
  describeOverride,
  describeOverrides,
  identityKey,
  mayBeGone,
  newState,
  refuseUnwritable,
  toState,
  wantedFor,
} from "./identity-states";

interface Identity {
  readonly id: number;
  /** Created in this process: it has no overrides except those of this run. */
  readonly isNew: boolean;
}

/** Identity overrides in the server's own database ("core"). */
export class CoreIdentities implements IdentityOverrideStore {
  private readonly found = new SingleFlight<Identity | undefined>();
  /** Ids of the states of new identities, which need no lookup. */
  private readonly states = new Map<string, number>();
  private readonly lock = new KeyedLock();

  private readonly context: FlagsmithContext;
  private readonly swept: Sweep;
  private readonly options: VariantCache;

  constructor(
    private readonly parts: Omit<IdentityParts, "http" | "edgeHttp" | "clock">,
    private readonly client: CoreClient,
  ) {
    this.context = parts.context;
    this.swept = parts.swept;
    this.options = parts.options;
  }

  sweep(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    return this.swept.identity(unit, identifier);
  }

  async read(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    const attempted = `read ${describeOverride(unit, identifier)}`;
    return attempt(attempted, async () => {
      try {
        const state = await this.existing(unit, identifier);
        return state && (await this.options.audience(unit, toState(state.answer)));
      } catch (error) {
        if (!mayBeGone(error)) throw error;
        await this.context.parents.missingParent(unit);
        return undefined;
      }
    });
  }

  async sweepAll(unit: DefinitionUnit): Promise<ReadonlyMap<string, Audience> | undefined> {
    return this.swept.identitiesOf(unit);
  }

  async list(unit: DefinitionUnit): Promise<ReadonlyMap<string, Audience> | undefined> {
    const attempted = `list ${describeOverrides(unit)}`;
    return attempt(attempted, async () => {
      try {
        const states = await this.client.ownStates(unit.environment.clientKey, unit.flag.id);
        const overrides = states.map(async (state) => {
          return [state.identity.identifier, await this.options.audience(unit, toState(state))] as const;
        });
        return new Map(await Promise.all(overrides));
      } catch (error) {
        if (!mayBeGone(error)) throw error;
        await this.context.parents.missingParent(unit);
        return undefined;
      }
    });
  }

  async put(
    unit: DefinitionUnit,
    identifier: string,
    settings: AudienceChange,
    whole: AudienceChange = settings,
  ): Promise<WriteResult> {
    const attempted = `put ${describeOverride(unit, identifier)}`;
    refuseUnwritable(attempted, identifier, settings);
    // If it fails, the outcome is unknown.
    this.swept.afterIdentityWrite(unit, identifier, undefined);
    const { override, warnings } = await this.explained(attempted, unit, async () => {
      const change = await wantedFor(settings, unit, this.options, attempted);
      const full = { ...(await wantedFor(whole, unit, this.options, attempted)), ...change };
      const state = toState(await this.alone(unit, identifier, () => this.upsert(unit, identifier, change, full)));
      return { override: await this.options.audience(unit, state), warnings: await this.parts.afterWrite(unit) };
    });
    this.swept.afterIdentityWrite(unit, identifier, override);
    return { warnings };
  }

  async remove(unit: DefinitionUnit, identifier: string, removal: Removal = {}): Promise<WriteResult> {
    const attempted = `remove ${describeOverride(unit, identifier)}`;
    const isRemoved = await attempt(attempted, () =>
      this.alone(unit, identifier, () => this.removeAlone(unit, identifier, removal)),
    );
    return { warnings: isRemoved ? await attempt(attempted, () => this.parts.afterWrite(unit)) : [] };
  }

  private async removeAlone(unit: DefinitionUnit, identifier: string, { unless }: Removal): Promise<boolean> {
    try {
      const state = await this.existing(unit, identifier);
      if (unless?.()) return false;
      this.states.delete(stateKey(unit, identifier));
      this.swept.afterIdentityWrite(unit, identifier, undefined);
      if (!state) return false;
      await this.client.deleteState(unit.environment.clientKey, state.identity.id, state.answer.id);
      return true;
    } catch (error) {
      if (!mayBeGone(error)) throw error;
      // A 404 may be about the override itself; missingParent throws if the key lacks the permission.
      if (!isNotFound(error)) await this.context.parents.missingParent(unit);
      return false;
    }
  }

  /** A put and a removal of one override must not run at the same time. */
  private alone<T>(unit: DefinitionUnit, identifier: string, work: () => Promise<T>): Promise<T> {
    return this.lock.run(stateKey(unit, identifier), work);
  }

  private async upsert(
    unit: DefinitionUnit,
    identifier: string,
    wanted: WantedState,
    whole: WantedState,
    again = true,
  ): Promise<IdentityStateAnswer> {
    const key = unit.environment.clientKey;
    const identity = await this.findOrCreate(unit, identifier);
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
      this.found.forget(identityKey(unit.environment.clientKey, identifier));
      this.states.delete(stateKey(unit, identifier));
      return this.upsert(unit, identifier, wanted, whole, false);
    }
  }

  private async createState(
    unit: DefinitionUnit,
    identifier: string,
    identity: Identity,
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
  ): Promise<{ identity: Identity; answer: IdentityStateAnswer } | undefined> {
    const identity = await this.find(unit, identifier);
    if (!identity) return undefined;
    const [answer] = await this.client.states(unit.environment.clientKey, identity.id, unit.flag.id);
    return answer && { identity, answer };
  }

  private async stateOf(
    unit: DefinitionUnit,
    identifier: string,
    identity: Identity,
  ): Promise<IdentityStateAnswer | undefined> {
    if (identity.isNew && !this.states.has(stateKey(unit, identifier))) return undefined;
    const [answer] = await this.client.states(unit.environment.clientKey, identity.id, unit.flag.id);
    return answer;
  }

  private find(unit: DefinitionUnit, identifier: string): Promise<Identity | undefined> {
    const key = identityKey(unit.environment.clientKey, identifier);
    const finding = this.found.get(key, () => this.search(unit, identifier));
    void finding.then(
      (identity) => identity ?? this.found.forget(key),
      () => undefined,
    );
    return finding;
  }

  private findOrCreate(unit: DefinitionUnit, identifier: string): Promise<Identity> {
    const key = identityKey(unit.environment.clientKey, identifier);
    const before = this.found.peek(key);
    this.found.forget(key);
    const made = (async () => (await before) ?? (await this.search(unit, identifier)) ?? this.create(unit, identifier))();
    void this.found.get(key, () => made).catch(() => undefined);
    return made;
  }

  private async create(unit: DefinitionUnit, identifier: string): Promise<Identity> {
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

  private async search(unit: DefinitionUnit, identifier: string): Promise<Identity | undefined> {
    const id = await this.client.find(unit.environment.clientKey, identifier);
    return id === undefined ? undefined : { id, isNew: false };
  }

  private async explained<T>(attempted: string, unit: DefinitionUnit, work: () => Promise<T>): Promise<T> {
    return attempt(attempted, async () => {
      try {
        return await work();
      } catch (error) {
        if (!mayBeGone(error)) throw error;
        throw goneError(unit, await this.context.parents.missingParent(unit));
      }
    });
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
  return isNotFound(error) || blamesIdentity(error) || isShareConflict(error) || isStateExists(error);
}

function blamesIdentity(error: unknown): boolean {
  if (!(error instanceof HttpError) || error.status !== 400) return false;
  const { body } = error.details;
  return typeof body === "object" && body !== null && "identity" in body;
}

function stateKey(unit: DefinitionUnit, identifier: string): string {
  return `${unit.flag.id} ${identityKey(unit.environment.clientKey, identifier)}`;
}
