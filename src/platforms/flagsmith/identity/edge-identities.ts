import { HttpError } from "../../../http/http-error";
import { invalid } from "../../adapter/errors";
import type { Audience } from "../../model/audience";
import type { DefinitionUnit, WriteResult } from "../../port/definition";
import type { AudienceChange, Removal } from "../../port/edit";
import type { ExpectedOverrides, IdentityOverrideStore } from "../../port/identity/identity-override";
import { PlatformError } from "../../port/platform-error";
import type { EdgeClient, EdgeOverrideBody, EdgeStateAnswer } from "../api/edge-client";
import { attempt } from "../api/errors";
import { toRaw } from "../api/values";
import type { VariantCache } from "../flag/variant-cache";
import type { FlagsmithContext } from "../run/context";
import type { StoredState, WantedState } from "../state/definition";
import { sameWeights, weightsBody } from "../state/variant-weights";
import { goneError } from "../write-api/write-strategy";
import type { EdgeDocuments } from "./edge-documents";
import { EdgeSweep } from "./edge-sweep";
import type { IdentityParts } from "./identity-parts";
import {
  changesOf,
  describeOverride,
  describeOverrides,
  mayBeGone,
  newState,
  refuseUnwritable,
  toState,
  wantedFor,
} from "./identity-states";

/** Overrides of identities at the edge: each is a part of its identity's document. */
export class EdgeIdentities implements IdentityOverrideStore {
  private readonly swept: EdgeSweep;
  private readonly context: FlagsmithContext;
  private readonly options: VariantCache;

  constructor(
    private readonly parts: Omit<IdentityParts, "http" | "edgeHttp" | "clock" | "swept">,
    private readonly client: EdgeClient,
    private readonly documents: EdgeDocuments,
  ) {
    this.context = parts.context;
    this.options = parts.options;
    this.swept = new EdgeSweep(parts.context, client, parts.options);
  }

  sweep(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    return this.swept.one(unit, identifier);
  }

  sweepAll(unit: DefinitionUnit): Promise<ReadonlyMap<string, Audience> | undefined> {
    return this.swept.all(unit);
  }

  read(unit: DefinitionUnit, identifier: string): Promise<Audience | undefined> {
    return attempt(`read ${describeOverride(unit, identifier)}`, () =>
      this.unlessGone(unit, async () => {
        const state = await this.stateOf(unit, identifier);
        return state && (await this.options.audience(unit, toState(state)));
      }),
    );
  }

  /** The list may be outdated: identities that are not in it as expected are read exactly. */
  list(unit: DefinitionUnit, expected?: ExpectedOverrides): Promise<ReadonlyMap<string, Audience> | undefined> {
    return attempt(`list ${describeOverrides(unit)}`, () =>
      this.unlessGone(unit, async () => {
        const rows = await this.client.overrides(unit.environment.clientKey, unit.flag.id);
        const overrides = rows.map(async ({ identifier, feature_state: state }) => {
          return [identifier, await this.options.audience(unit, toState(state))] as const;
        });
        const listed = new Map(await Promise.all(overrides));
        if (!expected) return listed;
        const doubtful = [...new Set([...listed.keys(), ...expected.keys()])].filter((identifier) => {
          const override = listed.get(identifier);
          return !override || !expected.get(identifier)?.(override);
        });
        const states = await Promise.all(doubtful.map((identifier) => this.stateOf(unit, identifier)));
        for (const [index, identifier] of doubtful.entries()) {
          const state = states[index];
          if (state) listed.set(identifier, await this.options.audience(unit, toState(state)));
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
    const attempted = `put ${describeOverride(unit, identifier)}`;
    refuseUnwritable(attempted, identifier, settings);
    refuseTooLong(attempted, identifier);
    // If it fails, the outcome is unknown.
    this.swept.afterWrite(unit, identifier, undefined);
    const { override, warnings } = await attempt(attempted, async () => {
      try {
        const change = await wantedFor(settings, unit, this.options, attempted);
        const full = { ...(await wantedFor(whole, unit, this.options, attempted)), ...change };
        const state = await this.documents.alone(unit.environment, identifier, () =>
          this.upsert(unit, identifier, change, full),
        );
        return {
          override: await this.options.audience(unit, toState(state)),
          warnings: await this.parts.afterWrite(unit),
        };
      } catch (error) {
        throw await this.explained(unit, error);
      }
    });
    this.swept.afterWrite(unit, identifier, override);
    return { warnings };
  }

  async remove(unit: DefinitionUnit, identifier: string, { unless }: Removal = {}): Promise<WriteResult> {
    const body = { identifier, feature: Number(unit.flag.id) };
    await attempt(`remove ${describeOverride(unit, identifier)}`, () =>
      this.unlessGone(unit, () =>
        this.documents.alone(unit.environment, identifier, async () => {
          if (unless?.()) return;
          await this.documents.write(unit.environment, identifier, {
            what: `the removal of the override of flag ${unit.flag.name}`,
            send: () => this.client.remove(unit.environment.clientKey, body),
            isThere: async (uuid) => uuid === undefined || !(await this.inDocument(unit, uuid)),
          });
        }),
      ),
    );
    this.swept.afterWrite(unit, identifier, undefined);
    return { warnings: await attempt(`remove ${describeOverride(unit, identifier)}`, () => this.parts.afterWrite(unit)) };
  }

  private async upsert(
    unit: DefinitionUnit,
    identifier: string,
    wanted: WantedState,
    whole: WantedState,
  ): Promise<EdgeStateAnswer> {
    const { clientKey } = unit.environment;
    const answer = await this.stateOf(unit, identifier);
    const current = answer && toState(answer);
    const changes = current && changesOf(current, wanted);
    if (answer && changes && Object.keys(changes).length === 0) return answer;
    const state = current ? { ...current, ...changes } : await newState(whole, () => this.parts.inherited(unit));
    const body = bodyOf(unit, identifier, state);
    return this.documents.write(unit.environment, identifier, {
      what: `the override of flag ${unit.flag.name}`,
      send: async () => {
        const answer = await this.client.put(clientKey, body);
        this.documents.learn(unit.environment, identifier, answer.identity_uuid);
        return answer;
      },
      isThere: async (uuid, answer) => {
        const read = uuid === undefined ? undefined : await this.inDocument(unit, uuid);
        // For a flag with variants the answer contains the identity's own shares, in both APIs.
        return (
          read?.enabled === answer.enabled &&
          read.feature_state_value === answer.feature_state_value &&
          sameWeights(toState(read).variants, toState(answer).variants)
        );
      },
    });
  }

  private async stateOf(unit: DefinitionUnit, identifier: string): Promise<EdgeStateAnswer | undefined> {
    return this.documents.read(unit.environment, identifier, (uuid) => this.inDocument(unit, uuid));
  }

  private async inDocument(unit: DefinitionUnit, uuid: string): Promise<EdgeStateAnswer | undefined> {
    const states = await this.client.states(unit.environment.clientKey, uuid);
    return states.find(({ feature }) => String(feature) === unit.flag.id);
  }

  /** Undefined where the flag or the environment is gone. */
  private async unlessGone<T>(unit: DefinitionUnit, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (mayBeGone(error)) await this.context.parents.missingParent(unit);
      else if (!(await this.crashedOnGone(unit, error))) throw error;
      return undefined;
    }
  }

  private async explained(unit: DefinitionUnit, error: unknown): Promise<unknown> {
    if (mayBeGone(error)) return goneError(unit, await this.context.parents.missingParent(unit));
    const gone = await this.crashedOnGone(unit, error);
    return gone ? goneError(unit, gone) : error;
  }

  /** These views crash on a flag that does not exist. */
  private async crashedOnGone(unit: DefinitionUnit, error: unknown): Promise<"environment" | "flag" | undefined> {
    if (!(error instanceof HttpError) || error.status !== 500) return undefined;
    try {
      return await this.context.parents.missingParent(unit);
    } catch (other) {
      // Both exist: the crash has another cause.
      if (other instanceof PlatformError && other.code === "denied") return undefined;
      throw other;
    }
  }
}

/** An upsert resets what it omits: everything is sent, and unmanaged parts are sent unchanged. */
function bodyOf(unit: DefinitionUnit, identifier: string, { enabled, value, variants }: StoredState): EdgeOverrideBody {
  return {
    identifier,
    feature: Number(unit.flag.id),
    enabled,
    feature_state_value: toRaw(value),
    ...(variants.length > 0 && { multivariate_feature_state_values: weightsBody(variants) }),
  };
}

const LONGEST_KEY = 1024;

/** Identifiers are keys of an index, whose length is limited in bytes. */
function refuseTooLong(attempted: string, identifier: string): void {
  const length = Buffer.byteLength(identifier);
  if (length <= LONGEST_KEY) return;
  throw invalid(attempted, {
    reason: `identities at the edge have identifiers of up to ${LONGEST_KEY} bytes, and this one has ${length}`,
    nextStep: "Use the identifier that the application really sends, or a shorter one.",
    subject: "identity",
  });
}
