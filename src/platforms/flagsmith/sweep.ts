import { HttpError } from "../../http/http-error";
import { SingleFlight } from "../../http/single-flight";
import type { Definition, DefinitionUnit, Environment, IdentityOverride } from "../platform";
import type { DocumentAnswer, FeatureAnswer } from "./answers";
import type { FlagsmithContext } from "./context";
import { attempt } from "./errors";
import type { FeatureLists } from "./feature-lists";
import { fromRaw } from "./values";

/** An environment's document, turned round: by flag, then by segment or identity. */
interface Swept {
  readonly overrides: ReadonlyMap<number, Definition["segmentOverrides"]>;
  readonly identities: ReadonlyMap<string, IdentityOverride>;
}

/**
 * Answers a whole refresh with two requests per environment: the document for overrides, and the live list for the defaults,
 * which people switch when something burns. On SaaS the document may be a minute old, so that an answer may only confirm.
 */
export class Sweep {
  private readonly documents = new SingleFlight<Swept | undefined>();
  private readonly defaults = new SingleFlight<ReadonlyMap<string, FeatureAnswer>>();
  private readonly ours = new Map<string, Definition | undefined>();
  private readonly identities = new Map<string, IdentityOverride | undefined>();

  constructor(
    private readonly context: FlagsmithContext,
    private readonly lists: FeatureLists,
  ) {}

  async definition(unit: DefinitionUnit): Promise<Definition | undefined> {
    if (this.context.environment.refresh === "exact") return undefined;
    const key = unitKey(unit);
    if (this.ours.has(key)) return this.ours.get(key);
    const { state, overrides } = await this.swept(unit);
    if (!state || !overrides) return undefined;
    return { enabled: state.enabled, value: fromRaw(state.feature_state_value), segmentOverrides: overrides };
  }

  async listed(unit: DefinitionUnit): Promise<Pick<Definition, "enabled" | "segmentOverrides"> | undefined> {
    const ours = this.ours.get(unitKey(unit));
    if (ours) return ours;
    const { state, overrides = [] } = await this.swept(unit);
    return state ? { enabled: state.enabled, segmentOverrides: overrides } : undefined;
  }

  async identity(unit: DefinitionUnit, identifier: string): Promise<IdentityOverride | undefined> {
    if (this.context.environment.refresh === "exact") return undefined;
    const key = identityKey(unit.flag.id, identifier);
    const ours = `${unitKey(unit)}/${key}`;
    if (this.identities.has(ours)) return this.identities.get(ours);
    return (await this.document(unit.environment))?.identities.get(key);
  }

  /** What we wrote is newer than what was swept; undefined where it is not known what came of it. */
  wrote(unit: DefinitionUnit, definition: Definition | undefined): void {
    this.ours.set(unitKey(unit), definition);
  }

  wroteIdentity(unit: DefinitionUnit, identifier: string, override: IdentityOverride | undefined): void {
    this.identities.set(`${unitKey(unit)}/${identityKey(unit.flag.id, identifier)}`, override);
  }

  private async swept(unit: DefinitionUnit) {
    const [features, document] = await Promise.all([this.liveDefaults(unit), this.document(unit.environment)]);
    return {
      state: features.get(unit.flag.id)?.environment_feature_state,
      overrides: document?.overrides.get(Number(unit.flag.id)),
    };
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

  private document(environment: Environment): Promise<Swept | undefined> {
    const attempted = `read the document of environment ${environment.name}`;
    return this.documents.get(environment.id, () =>
      attempt(attempted, async () => {
        try {
          return turnRound(await this.context.client.document(environment.clientKey));
        } catch (error) {
          if (!(error instanceof HttpError) || error.kind === "cancelled" || error.kind === "unreachable") throw error;
          // A server can fail to build it (bad weights in one flag are enough), or the key may not see it: exact reads will do.
          this.context.environment.log("info", `${attempted}: ${error.message}; reading flag by flag instead`);
          return undefined;
        }
      }),
    );
  }
}

function turnRound(document: DocumentAnswer): Swept {
  const overrides = new Map<number, Definition["segmentOverrides"][number][]>();
  for (const { feature } of document.feature_states) overrides.set(feature.id, []);
  for (const { id, feature_states: states } of document.project.segments) {
    for (const { feature, enabled, feature_state_value: value, feature_segment: link } of states) {
      const override = { segmentId: String(id), priority: link?.priority ?? 0, enabled, value: fromRaw(value) };
      overrides.get(feature.id)?.push(override);
    }
  }
  for (const list of overrides.values()) list.sort((one, other) => one.priority - other.priority);
  const identities = new Map<string, IdentityOverride>();
  for (const { identifier, identity_features: states } of document.identity_overrides) {
    for (const { feature, enabled, feature_state_value: value } of states) {
      identities.set(identityKey(String(feature.id), identifier), { enabled, value: fromRaw(value) });
    }
  }
  return { overrides, identities };
}

export function unitKey({ project, environment, flag }: DefinitionUnit): string {
  return `${project.id}/${environment.id}/${flag.id}`;
}

function identityKey(flag: string, identifier: string): string {
  return `${flag} ${identifier}`;
}
