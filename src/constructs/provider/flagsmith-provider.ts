import type { Construct } from "constructs";
import { FLAGSMITH_LIMITS } from "../internal/limits";
import { providerConfig } from "../internal/provider/flag-provider";
import { FramedProvider } from "../internal/provider/framed-provider";
import { PlatformProvider } from "../internal/provider/platform-provider";
import type { FlagProviderProps } from "./provider-props";

/**
 * The Flagsmith API that is used for writes.
 */
export enum FlagsmithWriteApi {
  /** A whole flag in one request; servers from 2.263. */
  FUTURE = "__future__",
  /** One change at a time; servers from 2.205. */
  EXPERIMENTS = "experiments",
  /** One published version for all changes; environments with feature versioning. */
  VERSIONS = "versions",
  /** One feature state at a time; environments without feature versioning. */
  LEGACY = "legacy",
}

/**
 * Properties of the provider. Properties that you leave out are read from environment variables where Terraform runs.
 */
export interface FlagsmithProviderProps extends FlagProviderProps {
  /**
   * The project that constructs belong to by default, by name or `id:<id>`.
   *
   * @default - FLAGSMITH_PROJECT
   */
  readonly project?: string;

  /**
   * The server's root.
   *
   * @default - FLAGSMITH_HOST, or `https://api.flagsmith.com`
   */
  readonly host?: string;

  /**
   * An organisation's API key. The synthesized file contains it: pass a sensitive TerraformVariable, or use the
   * environment variable.
   *
   * @default - FLAGSMITH_MASTER_API_KEY
   */
  readonly apiKey?: string;

  /**
   * The organisation, by name or id. Needed if the key can access several.
   *
   * @default - FLAGSMITH_ORGANISATION, or the only one that the key can access
   */
  readonly organisation?: string;

  /**
   * Pins the API that is used for writes.
   *
   * @default - the best that the server and the environment support
   */
  readonly writeApi?: FlagsmithWriteApi;

  /**
   * Whether to write flags and segments without a change request, even if an environment or a project requires one. Such
   * writes use `versions` or `legacy`, and show a warning.
   *
   * @default - they are refused
   */
  readonly bypassChangeRequests?: boolean;
}

/**
 * The provider for Flagsmith, SaaS or self-hosted. The stack contains the provider: `terraform init` works in the stack's
 * directory without network or configuration.
 */
export class FlagsmithProvider extends FramedProvider {
  /** @internal */
  protected readonly _frame: PlatformProvider;

  public constructor(scope: Construct, id: string, props: FlagsmithProviderProps = {}) {
    super(scope, id, providerConfig(scope));
    this._frame = new PlatformProvider(this, props, {
      limits: FLAGSMITH_LIMITS,
      platform: "flagsmith",
      project: props.project,
      settings: {
        host: props.host,
        api_key: props.apiKey,
        organisation: props.organisation,
        write_api: props.writeApi,
        bypass_change_requests: props.bypassChangeRequests,
      },
      secrets: [{ prop: "apiKey", value: props.apiKey, variable: "FLAGSMITH_MASTER_API_KEY" }],
    });
  }
}
