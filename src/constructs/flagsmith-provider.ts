import { Annotations, TerraformProvider, TerraformStack, Token, type IResolvable } from "cdktf";
import type { Construct } from "constructs";
import type { DefinitionRemoval } from "./environment-definition";
import type { FlagRemoval } from "./feature-flag";
import { hclAttributes, jsonAttributes, type Attributes } from "./internal/attributes";
import { carryProvider } from "./internal/carry-provider";
import { checkLiterals } from "./internal/check-literals";
import { aliasIssues, defaultsAttributes, providerConfig } from "./internal/flag-provider";
import { limit, type PlatformLimits } from "./internal/platform-limits";

/**
 * How Terraform's refresh reads the platform.
 */
export enum RefreshMode {
  /** Asks lists first, and looks exactly only where they differ from the state. */
  SWEEP = "sweep",
  /** Looks at everything exactly. */
  EXACT = "exact",
}

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
 * What constructs do that leave it open.
 */
export interface ProviderDefaults {
  /**
   * What destroying a flag does.
   *
   * @default FlagRemoval.DELETE
   */
  readonly flagOnDestroy?: FlagRemoval;

  /**
   * What destroying a definition does.
   *
   * @default DefinitionRemoval.KEEP
   */
  readonly definitionOnDestroy?: DefinitionRemoval;

  /**
   * Refuses to delete flags, segments and environments.
   *
   * @default false
   */
  readonly deletionProtection?: boolean | IResolvable;

  /**
   * Takes over what exists already, instead of failing.
   *
   * @default false
   */
  readonly adoptExisting?: boolean | IResolvable;
}

/**
 * Where flags are kept, and how they are written. Whatever is left out is read from the environment where Terraform runs.
 */
export interface FlagsmithProviderProps {
  /**
   * Tells this provider from others in the stack. All but one need an alias.
   *
   * @default - none
   */
  readonly alias?: string;

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
   * The organisation, by name or id, where the key sees several.
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
   * How Terraform's refresh reads.
   *
   * @default RefreshMode.SWEEP
   */
  readonly refresh?: RefreshMode;

  /**
   * A budget of requests per minute, where the server announces none.
   *
   * @default - none
   */
  readonly requestsPerMinute?: number;

  /**
   * What constructs do that leave it open.
   *
   * @default - nothing is protected or taken over; flags are deleted, definitions kept
   */
  readonly defaults?: ProviderDefaults;

  /**
   * Whether the stack brings the provider along, in its own directory. Turn it off where Terraform gets the provider elsewhere.
   *
   * @default true
   */
  readonly bundled?: boolean;
}

const FLAGSMITH: PlatformLimits = {
  title: "Flagsmith",
  lacks: {
    killed: "Set enabled to false on the definition and on its overrides",
    whenOff: "The value is served beside enabled = false: applications decide",
    rules: "Put the conditions into a segment, and override the flag for it",
    segmentIdentities: "Use a condition on a trait, or identity overrides",
  },
};

/**
 * Flags are on Flagsmith, the service or a server of your own. The provider itself travels with the stack: `terraform init`
 * works in the stack's directory without network or configuration.
 */
export class FlagsmithProvider extends TerraformProvider {
  private readonly props: FlagsmithProviderProps;
  private providerAlias: string | undefined;

  public constructor(scope: Construct, id: string, props: FlagsmithProviderProps = {}) {
    super(scope, id, providerConfig());
    checkLiterals(this, "provider", props);
    this.props = props;
    this.providerAlias = props.alias;
    this.node.addValidation({ validate: () => aliasIssues(this) });
    limit(this, FLAGSMITH);
    if (props.apiKey !== undefined && !Token.isUnresolved(props.apiKey)) {
      Annotations.of(this).addWarning(
        "the API key is written in clear into the stack's file: leave apiKey out and set FLAGSMITH_MASTER_API_KEY where Terraform runs, or pass a sensitive TerraformVariable",
      );
    }
    if (props.bundled ?? true) carryProvider(TerraformStack.of(this));
  }

  public override get alias(): string | undefined {
    return this.providerAlias;
  }

  public override set alias(alias: string | undefined) {
    this.providerAlias = alias;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return jsonAttributes(this.attributes());
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return hclAttributes(this.attributes());
  }

  private attributes(): Attributes {
    const { props } = this;
    const flagsmith = {
      host: props.host,
      api_key: props.apiKey,
      organisation: props.organisation,
      write_api: props.writeApi,
    };
    return {
      platform: "flagsmith",
      project: props.project,
      refresh: props.refresh,
      requests_per_minute: props.requestsPerMinute,
      defaults: defaultsAttributes(props.defaults),
      flagsmith: Object.values(flagsmith).every((value) => value === undefined) ? undefined : flagsmith,
    };
  }
}
