import { HttpError } from "../../../http/http-error";
import type { Environment } from "../../port/environment";
import type { Project } from "../../port/named";
import type { EdgeClient } from "../api/edge-client";
import type { FlagsmithContext } from "../run/context";
import { fromWeights } from "../state/variant-weights";

/** Who gets some of a flag's variants in each environment, by exact reads: deleting a variant removes it everywhere. */
export class VariantUses {
  constructor(
    private readonly context: FlagsmithContext,
    private readonly edge: EdgeClient,
    private readonly environments: (project: Project) => Promise<readonly Environment[]>,
  ) {}

  /** Descriptions for messages, starting with the environment; variants that nobody gets are left out. */
  async of(project: Project, flagId: string, options: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>> {
    const uses = new Map<number, string[]>();
    const { use_edge_identities: isEdge } = await this.context.projects.settings(project);
    for (const environment of await this.environments(project)) {
      for (const [option, words] of await this.inEnvironment(project, environment, flagId, options, isEdge)) {
        uses.set(option, [...(uses.get(option) ?? []), `${environment.name} (${words})`]);
      }
    }
    return uses;
  }

  private async inEnvironment(
    project: Project,
    environment: Environment,
    flagId: string,
    options: readonly number[],
    isEdge: boolean,
  ): Promise<readonly (readonly [number, string])[]> {
    const { client } = this.context;
    try {
      const states = await client.featureStates(environment.id, flagId);
      const edge = isEdge ? await this.edge.overrides(environment.clientKey, flagId) : [];
      const shown = states.filter(({ multivariate_feature_state_values: weights }) => mentions(weights, options));
      const links = shown.some((state) => state.feature_segment !== null)
        ? await client.featureSegments(environment.id, flagId)
        : [];
      const segments = links.length > 0 ? await client.segments(project.id) : [];
      const nameOf = (link: number): string => {
        const id = links.find((each) => each.id === link)?.segment;
        return segments.find((each) => each.id === id)?.name ?? `id:${id ?? "unknown"}`;
      };
      return options.flatMap((option) => {
        const own = shown.filter(({ multivariate_feature_state_values: weights }) => mentions(weights, [option]));
        const identities =
          own.filter(({ identity }) => isSome(identity)).length +
          edge.filter(({ feature_state: state }) => mentions(state.multivariate_feature_state_values, [option])).length;
        return [
          ...own.filter((each) => !isSome(each.identity) && each.feature_segment === null).map(() => "default"),
          ...own.flatMap(({ feature_segment: link }) => (link === null ? [] : [`override for segment ${nameOf(link)}`])),
          ...(identities > 0 ? [`${identities} ${identities === 1 ? "identity" : "identities"}`] : []),
        ].map((words) => [option, words] as const);
      });
    } catch (error) {
      if (!(error instanceof HttpError) || error.kind !== "refused" || error.status === 401) throw error;
      // Unknown, so it counts as a use.
      return options.map((option) => [option, `it cannot be read: ${error.details.words}`] as const);
    }
  }
}

function mentions(weights: Parameters<typeof fromWeights>[0], options: readonly number[]): boolean {
  return fromWeights(weights).some(({ id, weight }) => weight > 0 && options.includes(id));
}

function isSome(identity: unknown): boolean {
  return identity !== null && identity !== undefined;
}
