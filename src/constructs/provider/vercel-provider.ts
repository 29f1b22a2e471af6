import type { Construct } from "constructs";
import { VERCEL_LIMITS } from "../internal/limits";
import { providerConfig } from "../internal/provider/flag-provider";
import { FramedProvider } from "../internal/provider/framed-provider";
import { PlatformProvider } from "../internal/provider/platform-provider";
import type { FlagProviderProps } from "./provider-props";

/**
 * Properties of the provider. Properties that you leave out are read from environment variables where Terraform runs.
 */
export interface VercelProviderProps extends FlagProviderProps {
  /**
   * The project that constructs belong to by default, by name or `id:<id>`.
   *
   * @default - VERCEL_PROJECT
   */
  readonly project?: string;

  /**
   * The server's root.
   *
   * @default - VERCEL_HOST, or `https://api.vercel.com`
   */
  readonly host?: string;

  /**
   * An access token. The synthesized file contains it: pass a sensitive TerraformVariable, or use the environment variable.
   *
   * @default - VERCEL_TOKEN
   */
  readonly token?: string;

  /**
   * The team, by id (`team_…`) or slug.
   *
   * @default - VERCEL_TEAM, or the token's own scope
   */
  readonly team?: string;

  /**
   * The attribute that identifies users, as `entity.attribute`.
   *
   * @default "user.id"
   */
  readonly entity?: string;
}

/**
 * The provider for Vercel. The stack contains the provider.
 */
export class VercelProvider extends FramedProvider {
  /** @internal */
  protected readonly _frame: PlatformProvider;

  public constructor(scope: Construct, id: string, props: VercelProviderProps = {}) {
    super(scope, id, providerConfig(scope));
    this._frame = new PlatformProvider(this, props, {
      limits: VERCEL_LIMITS,
      platform: "vercel",
      project: props.project,
      settings: { host: props.host, token: props.token, team: props.team, entity: props.entity },
      secrets: [{ prop: "token", value: props.token, variable: "VERCEL_TOKEN" }],
    });
  }
}
