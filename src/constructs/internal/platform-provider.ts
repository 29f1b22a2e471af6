import { Annotations, Lazy, TerraformStack, Token, type TerraformProvider } from "cdktf";
import type { FlagProviderProps, ProviderDefaults } from "../provider-props";
import { hclAttributes, jsonAttributes, type Attributes } from "./attributes";
import { carryProvider } from "./carry-provider";
import { checkLiterals } from "./check-literals";
import { aliasIssues, defaultsAttributes } from "./flag-provider";
import { lacking, limit, type PlatformLimits } from "./platform-limits";

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
 * The frame that the platforms' provider classes share. They hold one instead of inheriting it: jsii has no base classes that are
 * not exported, and whose constructors other languages must not see.
 */
export class PlatformProvider {
  /** Tells the provider from others in the stack. */
  public alias: string | undefined;
  private readonly block: Attributes;

  public constructor(
    provider: TerraformProvider,
    props: FlagProviderProps,
    { limits, platform, project, settings, secrets }: PlatformBlock,
  ) {
    checkLiterals(provider, "provider", props);
    this.alias = props.alias;
    this.block = {
      platform,
      project,
      refresh: props.refresh,
      plan_checks: props.planChecks,
      requests_per_minute: props.requestsPerMinute,
      defaults: defaultsAttributes(props.defaults),
      [platform]: Object.values(settings).every((value) => value === undefined) ? undefined : settings,
    };
    provider.node.addValidation({ validate: () => [...aliasIssues(provider), ...defaultIssues(limits, props.defaults)] });
    limit(provider, limits);
    for (const { prop, value, variable } of secrets) {
      if (value === undefined || Token.isUnresolved(value)) continue;
      Annotations.of(provider).addWarning(
        `${prop} is a secret, and is written in clear into the stack's file: leave it out and set ${variable} where Terraform runs, or pass a sensitive TerraformVariable`,
      );
    }
    if (props.bundled ?? true) carryProvider(TerraformStack.of(provider));
  }

  public jsonAttributes(): { [name: string]: unknown } {
    return verbatim(jsonAttributes(this.block));
  }

  public hclAttributes(): { [name: string]: unknown } {
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
