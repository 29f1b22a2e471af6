import { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { providerConfig } from "../internal/provider/flag-provider";
import { VERCEL_LIMITS } from "../internal/limits";
import { PlatformProvider } from "../internal/provider/platform-provider";
import type { FlagProviderProps } from "./provider-props";

/**
 * Where flags are kept on Vercel. Whatever is left out is read from the environment where Terraform runs.
 */
export interface VercelProviderProps extends FlagProviderProps {
  /**
   * The project that constructs belong to, by name or `id:<id>`.
   *
   * @default - VERCEL_PROJECT
   */
  readonly project?: string;

  /**
   * Another root than Vercel's own.
   *
   * @default - VERCEL_HOST, or `https://api.vercel.com`
   */
  readonly host?: string;

  /**
   * An access token. Written into the stack's file: pass a sensitive TerraformVariable, or leave it to the environment.
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
   * What identities are known by, as `kind.attribute`.
   *
   * @default "user.id"
   */
  readonly entity?: string;
}

/**
 * Flags are on Vercel. The provider itself travels with the stack.
 */
export class VercelProvider extends TerraformProvider {
  private readonly frame: PlatformProvider;

  public constructor(scope: Construct, id: string, props: VercelProviderProps = {}) {
    super(scope, id, providerConfig());
    this.frame = new PlatformProvider(this, props, {
      limits: VERCEL_LIMITS,
      platform: "vercel",
      project: props.project,
      settings: { host: props.host, token: props.token, team: props.team, entity: props.entity },
      secrets: [{ prop: "token", value: props.token, variable: "VERCEL_TOKEN" }],
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
