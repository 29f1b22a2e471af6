import { Annotations, Lazy, TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { FlagProviderProps, ProviderDefaults } from "../provider-props";
import { hclAttributes, jsonAttributes, type Attributes } from "./attributes";
import { carryProvider } from "./carry-provider";
import { checkLiterals } from "./check-literals";
import { aliasIssues, defaultsAttributes, providerConfig } from "./flag-provider";
import { limit, lacking, type PlatformLimits } from "./platform-limits";

/** A prop that nobody should read in the stack's file, and the environment variable that says it instead. */
export interface Secret {
  readonly prop: string;
  readonly value: string | undefined;
  readonly variable: string;
}

/** What one platform's block of the provider says. */
export interface PlatformBlock {
  readonly limits: PlatformLimits;
  /** The platform's name in the block, and of the attribute with its own settings. */
  readonly platform: string;
  readonly project?: string | undefined;
  readonly settings: Attributes;
  readonly secrets: readonly Secret[];
}

/**
 * The frame that the platforms' provider classes share. Not exported from the package: jsii leaves such a base out and gives its
 * members to the classes themselves.
 */
export class PlatformProvider extends TerraformProvider {
  private readonly block: Attributes;
  private providerAlias: string | undefined;

  public constructor(
    scope: Construct,
    id: string,
    props: FlagProviderProps,
    { limits, platform, project, settings, secrets }: PlatformBlock,
  ) {
    super(scope, id, providerConfig());
    checkLiterals(this, "provider", props);
    this.providerAlias = props.alias;
    this.block = {
      platform,
      project,
      refresh: props.refresh,
      requests_per_minute: props.requestsPerMinute,
      defaults: defaultsAttributes(props.defaults),
      [platform]: Object.values(settings).every((value) => value === undefined) ? undefined : settings,
    };
    this.node.addValidation({ validate: () => [...aliasIssues(this), ...defaultIssues(limits, props.defaults)] });
    limit(this, limits);
    for (const { prop, value, variable } of secrets) {
      if (value === undefined || Token.isUnresolved(value)) continue;
      Annotations.of(this).addWarning(
        `${prop} is a secret, and is written in clear into the stack's file: leave it out and set ${variable} where Terraform runs, or pass a sensitive TerraformVariable`,
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
    return verbatim(jsonAttributes(this.block));
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return verbatim(hclAttributes(this.block));
  }
}

/** cdktf spells every key inside a provider block in snake case, also the environments' names. It leaves a token alone. */
function verbatim(attributes: { [name: string]: unknown }): { [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === "object" ? Lazy.anyValue({ produce: () => value }) : value,
    ]),
  );
}

function defaultIssues(limits: PlatformLimits, defaults: ProviderDefaults | undefined): string[] {
  return defaults?.flagOnDestroy === "archive" ? lacking(limits, ["archive"]) : [];
}
