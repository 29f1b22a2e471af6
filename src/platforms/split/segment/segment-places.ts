import { SingleFlight } from "../../../http/single-flight";
import { gone } from "../../adapter/errors";
import type { Environment } from "../../port/environment";
import type { Project } from "../../port/named";
import type { KindName } from "../api/client";
import { isConflict, isNotFound } from "../api/errors";
import type { Environments } from "../environment/environments";
import type { SplitContext } from "../run/context";

/** An environment that a segment exists in. */
export type Place = Pick<Environment, "id" | "name" | "requiresApproval">;

/** In which environments segments exist. */
export class SegmentPlaces {
  private readonly enabled = new SingleFlight<readonly { readonly name: string }[]>();

  constructor(
    private readonly context: SplitContext,
    private readonly environments: Environments,
  ) {}

  /** Those that are named; if none are, all environments of the project. */
  async named(project: Project, wanted: readonly string[] | undefined, attempted: string): Promise<readonly Place[]> {
    const all = await this.environments.list(project);
    return wanted === undefined ? all : pick(all, wanted, attempted);
  }

  /** Those of them that exist. */
  async there(project: Project, wanted: readonly string[] | undefined): Promise<readonly Place[]> {
    const all = await this.environments.list(project);
    return wanted === undefined ? all : wanted.flatMap((reference) => find(all, reference) ?? []);
  }

  /** If one is missing, the list is read again: somebody may have created it since. */
  async known(project: Project, wanted: readonly string[], attempted: string): Promise<void> {
    const all = await this.environments.list(project);
    if (wanted.some((reference) => !find(all, reference))) pick(await this.environments.relist(project), wanted, attempted);
  }

  async of(project: Project, kind: KindName, name: string): Promise<readonly Place[]> {
    const environments = await this.environments.list(project);
    const lists = await Promise.all(
      environments.map(async (environment) => {
        const names = await this.names(project, kind, environment.id);
        return names.some((each) => each.name === name) ? [environment] : [];
      }),
    );
    return lists.flat();
  }

  async enable(kind: KindName, place: Place, name: string): Promise<void> {
    try {
      for (let tries = 1; ; tries++) {
        try {
          await this.context.segmentClient.enable(kind, place.id, name);
          return;
        } catch (error) {
          if (isConflict(error)) return;
          // Just created, and not known to every server yet.
          if (!isNotFound(error) || tries === 5) throw error;
        }
      }
    } finally {
      // A list that was read during the write may be older.
      this.forget();
    }
  }

  async disable(kind: KindName, place: Place, name: string): Promise<void> {
    await this.context.segmentClient.disable(kind, place.id, name).finally(() => this.forget());
  }

  forget(): void {
    this.enabled.forgetAll();
  }

  /** One list per environment answers for all segments of the run, until we change one. */
  private names(project: Project, kind: KindName, environment: string): Promise<readonly { readonly name: string }[]> {
    const key = `${project.id}/${environment}/${kind}`;
    return this.enabled.get(key, () => this.context.segmentClient.enabled(kind, project.id, environment));
  }
}

function find(all: readonly Place[], reference: string): Place | undefined {
  return all.find(({ id, name }) => name === reference || reference === `id:${id}` || reference === id);
}

function pick(all: readonly Place[], wanted: readonly string[], attempted: string): readonly Place[] {
  return wanted.map((reference) => {
    const found = find(all, reference);
    if (found) return found;
    throw gone(attempted, {
      reason: `there is no environment "${reference}"`,
      nextStep: `The project has ${all.map(({ name }) => `"${name}"`).join(", ")}.`,
      subject: "environment",
      attribute: ["split", "environments"],
    });
  });
}
