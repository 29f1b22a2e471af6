import { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { providerConfig } from "../internal/provider/flag-provider";
import { FLAGSMITH_LIMITS } from "../internal/limits";
import { PlatformProvider } from "../internal/provider/platform-provider";
import type { FlagProviderProps } from "./provider-props";

/**
 * The API of Flagsmith that writes go through.
 */
export enum FlagsmithWriteApi {
  /** The whole flag at once; servers from 2.263. */
  FUTURE = "__future__",
  /** One change at a time; servers from 2.205. */
  EXPERIMENTS = "experiments",
  /** One version of the flag for all changes; environments with feature versioning. */
  VERSIONS = "versions",
  /** State by state; environments without feature versioning. */
  LEGACY = "legacy",
}

/**
 * Where flags are kept, and how they are written. Whatever is left out is read from the environment where Terraform runs.
 */
export interface FlagsmithProviderProps extends FlagProviderProps {
  /**
   * The project that constructs belong to, by name or `id:<id>`.
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
   * An organisation's API key. Written into the stack's file: pass a sensitive TerraformVariable, or leave it to the
   * environment.
   *
   * @default - FLAGSMITH_MASTER_API_KEY
   */
  readonly apiKey?: string;

  /**
   * The organisation, by name or id. Needed if the key can access several.
   *
   * @default - FLAGSMITH_ORGANISATION, or the only one that the key sees
   */
  readonly organisation?: string;

  /**
   * Pins the API that writes go through.
   *
   * @default - the best that the server has and the environment takes
   */
  readonly writeApi?: FlagsmithWriteApi;

  /**
   * Whether flags and segments are written past change requests where an environment or a project requires them. Such writes
   * go through the API for versions or the one for states, and are warned of.
   *
   * @default - they are refused
   */
  readonly bypassChangeRequests?: boolean;
}

/**
 * Flags are on Flagsmith, the service or a server of your own. The provider itself travels with the stack: `terraform init`
 * works in the stack's directory without network or configuration.
 */
export class FlagsmithProvider extends TerraformProvider {
  private readonly frame: PlatformProvider;

  public constructor(scope: Construct, id: string, props: FlagsmithProviderProps = {}) {
    super(scope, id, providerConfig());
    this.frame = new PlatformProvider(this, props, {
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

  public override get alias(): string | undefined {
    return this.frame.alias;
  }

  public override set alias(alias: string | undefined) {
    this.frame.alias = alias;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return this.frame.jsonAttributes();
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return this.frame.hclAttributes();
  }
}
