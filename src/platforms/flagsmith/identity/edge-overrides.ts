import { HttpError } from "../../../http/http-error";
import { invalid } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import type { Removal } from "../../port/edit";
import { PlatformError } from "../../port/platform-error";
import type { EdgeClient, EdgeOverrideBody, EdgeStateAnswer } from "../api/edge-client";
import { toRaw } from "../api/values";
import type { StoredState, WantedState } from "../state/definition";
import { sameWeights, weightsBody } from "../state/variant-weights";
import type { EdgeDocuments } from "./edge-documents";
import { listAtEdge } from "./edge-list";
import type { IdentityParts } from "./identity-parts";
import { changesOf, mayBeGone, newState, toState } from "./identity-states";
import { IdentitySweep } from "./identity-sweep";
import type { OverridePlace } from "./override-place";

const LONGEST_KEY = 1024;

/** Overrides of identities at the edge: each is a part of its identity's document. */
export class EdgeOverrides implements OverridePlace {
  readonly listMayBeOutdated = true;
  readonly swept: IdentitySweep;

  constructor(
    private readonly parts: Pick<IdentityParts, "context" | "inherited" | "options">,
    private readonly client: EdgeClient,
    private readonly documents: EdgeDocuments,
  ) {
    const { context, options } = parts;
    this.swept = new IdentitySweep(context, options, (place) => listAtEdge(client, place, context.environment));
  }

  /** Identifiers are keys of an index, whose length is limited in bytes. */
  refuseIdentifier(attempted: string, identifier: string): void {
    const length = Buffer.byteLength(identifier);
    if (length <= LONGEST_KEY) return;
    throw invalid(attempted, {
      reason: `identities at the edge have identifiers of up to ${LONGEST_KEY} bytes, and this one has ${length}`,
      nextStep: "Use the identifier that the application really sends, or a shorter one.",
      subject: "identity",
    });
  }

  async read(unit: DefinitionUnit, identifier: string): Promise<StoredState | undefined> {
    const answer = await this.answer(unit, identifier);
    return answer && toState(answer);
  }

  async list(unit: DefinitionUnit): Promise<ReadonlyMap<string, StoredState>> {
    const rows = await this.client.overrides(unit.environment.clientKey, unit.flag.id);
    return new Map(rows.map(({ identifier, feature_state: state }) => [identifier, toState(state)]));
  }

  async put(unit: DefinitionUnit, identifier: string, change: WantedState, whole: WantedState): Promise<StoredState> {
    const write = (): Promise<EdgeStateAnswer> => this.upsert(unit, identifier, change, whole);
    return toState(await this.documents.alone(unit.environment, identifier, write));
  }

  async remove(unit: DefinitionUnit, identifier: string, { unless }: Removal): Promise<boolean> {
    const body = { identifier, feature: Number(unit.flag.id) };
    return this.documents.alone(unit.environment, identifier, async () => {
      if (unless?.()) return false;
      this.swept.afterWrite(unit, identifier, undefined);
      await this.documents.write(unit.environment, identifier, {
        what: `the removal of the override of flag ${unit.flag.name}`,
        send: () => this.client.remove(unit.environment.clientKey, body),
        isThere: async (uuid) => uuid === undefined || !(await this.inDocument(unit, uuid)),
      });
      return true;
    });
  }

  /** These views crash on a flag that does not exist. */
  async missingParent(unit: DefinitionUnit, error: unknown): Promise<"environment" | "flag" | undefined> {
    const { parents } = this.parts.context;
    if (mayBeGone(error)) return parents.missingParent(unit);
    if (!(error instanceof HttpError) || error.status !== 500) return undefined;
    try {
      return await parents.missingParent(unit);
    } catch (other) {
      // Both exist: the crash has another cause.
      if (other instanceof PlatformError && other.code === "denied") return undefined;
      throw other;
    }
  }

  private async upsert(
    unit: DefinitionUnit,
    identifier: string,
    wanted: WantedState,
    whole: WantedState,
  ): Promise<EdgeStateAnswer> {
    const { clientKey } = unit.environment;
    const answer = await this.answer(unit, identifier);
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

  private async answer(unit: DefinitionUnit, identifier: string): Promise<EdgeStateAnswer | undefined> {
    return this.documents.read(unit.environment, identifier, (uuid) => this.inDocument(unit, uuid));
  }

  private async inDocument(unit: DefinitionUnit, uuid: string): Promise<EdgeStateAnswer | undefined> {
    const states = await this.client.states(unit.environment.clientKey, uuid);
    return states.find(({ feature }) => String(feature) === unit.flag.id);
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
