import type { Construct } from "constructs";
import { MIXPANEL_LIMITS } from "../internal/limits";
import { checkLiterals } from "../internal/literals/check-literals";
import { providerConfig } from "../internal/provider/flag-provider";
import { FramedProvider } from "../internal/provider/framed-provider";
import { PlatformProvider } from "../internal/provider/platform-provider";
import type { MixpanelProject } from "./mixpanel-project";
import type { FlagProviderProps } from "./provider-props";

/**
 * The region where Mixpanel stores the data of an account.
 */
export enum MixpanelRegion {
  /** In the United States. */
  US = "us",
  /** In the European Union. */
  EU = "eu",
  /** In India. */
  IN = "in",
}

/**
 * Properties of the provider. Properties that you leave out are read from environment variables where Terraform runs.
 */
export interface MixpanelProviderProps extends FlagProviderProps {
  /**
   * The Mixpanel project of each environment, by environment name. At least one. Two environments cannot share a project.
   */
  readonly environments: { [name: string]: MixpanelProject };

  /**
   * The region where the data is stored.
   *
   * @default - MIXPANEL_REGION, or MixpanelRegion.US
   */
  readonly region?: MixpanelRegion;

  /**
   * The server's root. Default: the region's.
   *
   * @default - MIXPANEL_HOST, or the region's
   */
  readonly host?: string;

  /**
   * The name of a service account.
   *
   * @default - MIXPANEL_USERNAME
   */
  readonly username?: string;

  /**
   * The secret of the service account. The synthesized file contains it: pass a sensitive TerraformVariable, or use the environment variable.
   *
   * @default - MIXPANEL_SECRET
   */
  readonly secret?: string;
}

/**
 * The provider for Mixpanel, where each environment is a project of its own. The stack contains the provider.
 *
 * @example
 *   new MixpanelProvider(this, "mixpanel", { environments: { production: MixpanelProject.of("3187204") } });
 */
export class MixpanelProvider extends FramedProvider {
  /** @internal */
  protected readonly _frame: PlatformProvider;

  public constructor(scope: Construct, id: string, props: MixpanelProviderProps) {
    const { environments } = props;
    super(scope, id, providerConfig(scope));
    this._frame = new PlatformProvider(this, props, {
      limits: MIXPANEL_LIMITS,
      platform: "mixpanel",
      settings: {
        region: props.region,
        host: props.host,
        username: props.username,
        secret: props.secret,
        environments: byName(environments),
      },
      secrets: [{ prop: "secret", value: props.secret, variable: "MIXPANEL_SECRET" }],
    });
    checkLiterals(this, "environments", { environments: Object.keys(environments) });
    this.node.addValidation({ validate: () => sharedProjects(environments) });
  }
}

function byName(environments: Readonly<Record<string, MixpanelProject>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(environments).map(([name, project]) => [name, project._attributes()]));
}

/** A flag's key is unique in its project, so that two environments cannot share one. */
function sharedProjects(environments: Readonly<Record<string, MixpanelProject>>): string[] {
  const names = new Map<string, string>();
  return Object.entries(environments).flatMap(([name, { _project: project }]) => {
    const other = names.get(project);
    names.set(project, name);
    if (other === undefined) return [];
    return [`the environments "${other}" and "${name}" are the same project ${project}: give each a project of its own`];
  });
}
