import { Annotations, Aspects, Lazy, type TerraformProvider, TerraformStack } from "cdktf";
import { getOwn } from "../../../get-own";
import type { FlagProviderProps, ProviderDefaults } from "../../provider/provider-props";
import { type Attributes, hclAttributes, jsonAttributes } from "../literals/attributes";
import { checkLiterals } from "../literals/check-literals";
import { lacking, limit, type PlatformLimits } from "../platform-limits";
import { carryProvider } from "./carry-provider";
import { aliasIssues, defaultsAttributes } from "./flag-provider";
import { hostIssue, isReadable } from "./host-issues";
import { isWrittenInClear, passwordOf, resolve } from "./literal-secret";

/** A prop that should not be written to the stack's file, and the environment variable to set instead. */
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

/** The frame that the platforms' provider classes share. They hold one (see FramedProvider), as other languages must not see its constructor. */
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
    provider.node.addValidation({
      validate: () => {
        const issue = hostIssue(overridden(provider, platform)["host"]);
        return issue === undefined ? [] : [`host ${issue}`];
      },
    });
    const warned = new Set<string>();
    const look = (block: Attributes): void => {
      for (const each of warningsOf(provider, block, secrets)) {
        if (!warned.has(each)) Annotations.of(provider).addWarning(each);
        warned.add(each);
      }
    };
    look(Object.fromEntries([...Object.entries(settings), ...secrets.map(({ prop, value }) => [prop, value] as const)]));
    // What is overridden comes after the construction.
    Aspects.of(provider).add({
      visit: (node) => {
        if (node === provider) look(overridden(provider, platform));
      },
    });
    if (props.bundled ?? true) carryProvider(TerraformStack.of(provider), props.executables);
    else if (props.executables !== undefined) {
      throw new Error(
        `${provider.node.path}: executables are put into the stack's directory, which bundled: false keeps the provider out of. Leave one of them out`,
      );
    }
  }

  public jsonAttributes(): { [name: string]: unknown } {
    return verbatim(jsonAttributes(this.block));
  }

  public hclAttributes(): { [name: string]: unknown } {
    return verbatim(hclAttributes(this.block));
  }
}

/** Of a platform's settings, by the names of the props or of the attributes. */
function warningsOf(provider: TerraformProvider, settings: Attributes, secrets: readonly Secret[]): string[] {
  const clear = secrets.flatMap(({ prop, variable }) => {
    const value = getOwn(settings, prop) ?? getOwn(settings, snakeCase(prop));
    return isWrittenInClear(provider, value)
      ? [
          `${prop} is a secret, and would be written in plain text to the stack's file: leave it out and set ${variable} where Terraform runs, or pass a sensitive TerraformVariable`,
        ]
      : [];
  });
  const password = passwordOf(provider, settings["host"]);
  return [
    ...clear,
    ...(isWrittenInClear(provider, password)
      ? ["host contains a password, which would be written in plain text to the stack's file: leave it out"]
      : []),
    ...(isReadable(settings["host"])
      ? ["host is http:// and not on this machine: the credential would be sent unencrypted. Use https://"]
      : []),
  ];
}

/** The platform's settings as overrides leave them. */
function overridden(provider: TerraformProvider, platform: string): Attributes {
  const file = resolve(provider, provider.toTerraform()) as { provider?: Record<string, readonly Attributes[]> };
  const [block] = Object.values(file.provider ?? {}).flat();
  const settings = block && getOwn(block, platform);
  return typeof settings === "object" && settings !== null ? { ...settings } : {};
}

function snakeCase(prop: string): string {
  return prop.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
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
