import { HttpError } from "../../../http/http-error";
import { notSupported } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import type { Environment } from "../../port/environment";
import type { PlatformError } from "../../port/platform-error";
import type { ChangeRequests } from "../run/change-requests";
import type { WriteApiName } from "../run/config";
import type { FlagState } from "../state/definition";
import { WeightsUnsupportedError, type WriteStrategy } from "./write-strategy";

const NEEDS: Readonly<Record<WriteApiName, string>> = {
  __future__: "Flagsmith 2.263 or newer",
  experiments: "Flagsmith 2.205 or newer",
  versions: "Flagsmith 2.132 or newer",
  legacy: "Flagsmith 2.132 or newer",
};

/**
 * Chooses the write strategy that the server and the environment support. What only some servers have is probed once per run: the
 * first use is the probe, and the others wait for its result.
 */
export class WriteApi {
  private readonly absent = new Set<WriteApiName>();
  private readonly chosen = new Set<WriteApiName>();
  private probing: Promise<unknown> | undefined;

  constructor(
    private readonly strategies: Readonly<Record<WriteApiName, WriteStrategy>>,
    private readonly pinned: WriteApiName | undefined,
    readonly changeRequests: ChangeRequests,
    private readonly explain: (unit: DefinitionUnit, error: unknown) => Promise<unknown>,
    private readonly onChoice: (name: WriteApiName) => void,
  ) {}

  read(unit: DefinitionUnit): Promise<FlagState | undefined> {
    return this.use(unit, "read", (strategy) => strategy.read(unit));
  }

  /** What the chosen strategy cannot write uses the environment's default API, even if the configuration pins another. */
  async write<T>(unit: DefinitionUnit, work: (strategy: WriteStrategy) => Promise<T>): Promise<T> {
    try {
      return await this.use(unit, "write", work);
    } catch (error) {
      if (this.changeRequests.canBypassNow(unit.environment, error)) return this.use(unit, "write", work);
      if (!(error instanceof WeightsUnsupportedError)) throw error;
      return work(this.strategies[defaultApi(unit)]);
    }
  }

  private async use<T>(
    unit: DefinitionUnit,
    kind: "read" | "write",
    work: (strategy: WriteStrategy) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const name = this.nameFor(unit, kind);
      const { routes } = this.strategies[name];
      // The older strategies read endpoints that every server has.
      const isProbe = routes && !routes.known && (kind === "write" || name === "__future__");
      if (isProbe && this.probing) {
        await this.probing;
        continue;
      }
      const attempt = this.attempt(unit, name, work);
      const probe = attempt.then(
        () => undefined,
        () => undefined,
      );
      if (isProbe) this.probing = probe;
      try {
        const outcome = await attempt;
        if (outcome) return outcome.result;
        if (!isProbe) throw this.noApiError();
        this.absent.add(name);
      } finally {
        if (this.probing === probe) this.probing = undefined;
      }
    }
  }

  /** Undefined: the server has no such route. */
  private async attempt<T>(
    unit: DefinitionUnit,
    name: WriteApiName,
    work: (strategy: WriteStrategy) => Promise<T>,
  ): Promise<{ result: T } | undefined> {
    try {
      const result = await work(this.strategies[name]);
      if (!this.chosen.has(name)) this.onChoice(name);
      this.chosen.add(name);
      return { result };
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw await this.explain(unit, error);
    }
  }

  private nameFor({ environment }: DefinitionUnit, kind: "read" | "write"): WriteApiName {
    const isVersioned = environment.flagsmith?.versioned ?? false;
    const own = defaultApi({ environment });
    const goesAround = kind === "write" && this.changeRequests.isBypassed(environment);
    if (goesAround) this.refusePinnedApi(environment);
    if (this.pinned === undefined) {
      if (goesAround) return own;
      return (["__future__", "experiments"] as const).find((name) => !this.absent.has(name)) ?? own;
    }
    if (this.absent.has(this.pinned)) throw this.noApiError();
    if (kind === "write" && (this.pinned === "versions" || this.pinned === "legacy") && this.pinned !== own) {
      const has = isVersioned ? "has feature versioning" : "has no feature versioning";
      throw notSupported(`choose the API to write flags of environment ${environment.name} with`, {
        reason: `write_api is "${this.pinned}", and environment ${environment.name} ${has}`,
        nextStep: `Remove write_api from the provider block, or set "${own}" in a provider of its own for such environments.`,
        subject: "write_api",
      });
    }
    return this.pinned;
  }

  /** The newer APIs enforce change requests, whatever the configuration says. */
  private refusePinnedApi(environment: Environment): void {
    if (this.pinned !== "__future__" && this.pinned !== "experiments") return;
    throw notSupported(`choose the API to write flags of environment ${environment.name} with, without a change request`, {
      reason: `write_api is "${this.pinned}", which refuses all writes where change requests are required`,
      nextStep: `Remove write_api from the provider block, or set "${defaultApi({ environment })}" for this environment.`,
      subject: "write_api",
    });
  }

  private noApiError(): PlatformError {
    const wanted = this.pinned === undefined ? "none of the flag APIs that Flagform can use" : `no ${this.pinned} API`;
    const nextStep =
      this.pinned === undefined
        ? `The server must be ${NEEDS.legacy}, and the provider's host must be its root URL.`
        : `The server must be ${NEEDS[this.pinned]}; or remove write_api from the provider block.`;
    return notSupported("choose the API to read and write flags with", {
      reason: `the server has ${wanted}`,
      nextStep,
      subject: "write_api",
    });
  }
}

/** The API that every server has for the environment. */
function defaultApi({ environment }: Pick<DefinitionUnit, "environment">): "versions" | "legacy" {
  return (environment.flagsmith?.versioned ?? false) ? "versions" : "legacy";
}

/** A page instead of JSON: there is no such route. A missing object would be reported in JSON. */
function isAbsent(error: unknown): boolean {
  return error instanceof HttpError && error.kind === "not-json" && error.status === 404;
}
