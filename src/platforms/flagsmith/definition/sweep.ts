import { HttpError } from "../../../http/http-error";
import { SingleFlight } from "../../../http/single-flight";
import { unitKey } from "../../adapter/edits/units";
import type { Definition, DefinitionUnit } from "../../port/definition";
import type { Environment } from "../../port/environment";
import type { DocumentAnswer, FeatureAnswer, VariantAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import { fromRaw } from "../api/values";
import type { FeatureLists } from "../flag/feature-lists";
import type { VariantCache } from "../flag/variant-cache";
import type { FlagsmithContext } from "../run/context";
import { type OverrideState, type StoredState, toDefinition } from "../state/definition";

/** Overrides by flag, then by identifier. */
export type IdentityStates = ReadonlyMap<string, ReadonlyMap<string, StoredState>>;

/** An environment's document, indexed by flag, then by segment or identity. */
interface IndexedDocument {
  readonly overrides: ReadonlyMap<number, readonly OverrideState[]>;
  /** The shares of each flag's default. */
  readonly variants: ReadonlyMap<number, readonly VariantAnswer[]>;
  readonly identities: IdentityStates;
}

/**
 * Serves a whole refresh with two requests per environment: the document for overrides, and the live list for the defaults,
 * which people switch in an emergency. On SaaS the document may be a minute old, so an answer may only confirm.
 */
export class Sweep {
  private readonly documents = new SingleFlight<IndexedDocument | undefined>();
  private readonly defaults = new SingleFlight<ReadonlyMap<string, FeatureAnswer>>();
  private readonly ownWrites = new Map<string, Definition | undefined>();

  constructor(
    private readonly context: FlagsmithContext,
    private readonly lists: FeatureLists,
    private readonly options: VariantCache,
  ) {}

  async definition(unit: DefinitionUnit): Promise<Definition | undefined> {
    if (this.context.environment.refresh === "exact") return undefined;
    const key = unitKey(unit);
    if (this.ownWrites.has(key)) return this.ownWrites.get(key);
    const { state, document } = await this.swept(unit);
    const overrides = document?.overrides.get(Number(unit.flag.id));
    if (!state || !overrides) return undefined;
    const variants = document?.variants.get(Number(unit.flag.id)) ?? [];
    const { enabled, feature_state_value: value } = state;
    const swept = { enabled, value: fromRaw(value), variants, overrides };
    return attempt(`read the variants of flag ${unit.flag.name}`, () => this.options.definition(unit, swept));
  }

  async listed(unit: DefinitionUnit): Promise<Pick<Definition, "enabled" | "segmentOverrides"> | undefined> {
    const ours = this.ownWrites.get(unitKey(unit));
    if (ours) return ours;
    const { state, document } = await this.swept(unit);
    const overrides = document?.overrides.get(Number(unit.flag.id)) ?? [];
    return state ? toDefinition({ enabled: state.enabled, value: null, variants: [], overrides }, []) : undefined;
  }

  /** Our own write is newer than the sweep; undefined if its outcome is unknown. */
  afterWrite(unit: DefinitionUnit, definition: Definition | undefined): void {
    this.ownWrites.set(unitKey(unit), definition);
  }

  private async swept(unit: DefinitionUnit) {
    const [features, document] = await Promise.all([this.liveDefaults(unit), this.document(unit.environment)]);
    return { state: features.get(unit.flag.id)?.environment_feature_state, document };
  }

  private liveDefaults(unit: DefinitionUnit): Promise<ReadonlyMap<string, FeatureAnswer>> {
    const { project, environment } = unit;
    return this.defaults.get(`${project.id}/${environment.id}`, async () => {
      const features = await attempt(`list the flags of environment ${environment.name}`, () =>
        this.lists.ofEnvironment(project, environment),
      );
      return new Map(features.map((feature) => [String(feature.id), feature]));
    });
  }

  document(environment: Environment): Promise<IndexedDocument | undefined> {
    const attempted = `read the document of environment ${environment.name}`;
    return this.documents.get(environment.id, () =>
      attempt(attempted, async () => {
        try {
          return indexDocument(await this.context.client.document(environment.clientKey));
        } catch (error) {
          if (!(error instanceof HttpError) || error.kind === "cancelled" || error.kind === "unreachable") throw error;
          // The server may fail to build it (bad weights in one flag are enough), or the key may not read it: exact reads are used instead.
          this.context.environment.log("info", `${attempted}: ${error.message}; reading flag by flag instead`);
          return undefined;
        }
      }),
    );
  }
}

function indexDocument(document: DocumentAnswer): IndexedDocument {
  const overrides = new Map<number, OverrideState[]>();
  const variants = new Map<number, readonly VariantAnswer[]>();
  for (const state of document.feature_states) {
    overrides.set(state.feature.id, []);
    variants.set(state.feature.id, stored(state).variants);
  }
  for (const { id, feature_states: states } of document.project.segments) {
    for (const state of states) {
      const priority = state.feature_segment?.priority ?? 0;
      overrides.get(state.feature.id)?.push({ ...stored(state), segmentId: String(id), priority });
    }
  }
  for (const list of overrides.values()) list.sort((one, other) => one.priority - other.priority);
  const identities = new Map<string, Map<string, StoredState>>();
  for (const { identifier, identity_features: states } of document.identity_overrides) {
    for (const state of states) {
      const flag = String(state.feature.id);
      const ofFlag = identities.get(flag) ?? new Map<string, StoredState>();
      identities.set(flag, ofFlag.set(identifier, stored(state)));
    }
  }
  return { overrides, variants, identities };
}

function stored(state: DocumentAnswer["feature_states"][number]): StoredState {
  const { enabled, feature_state_value: value, multivariate_feature_state_values: weights } = state;
  const variants = weights.map(({ multivariate_feature_option: { id }, percentage_allocation: weight }) => ({ id, weight }));
  return { enabled, value: fromRaw(value), variants };
}
