import { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { providerConfig } from "../internal/provider/flag-provider";
import { SPLIT_LIMITS } from "../internal/limits";
import { PlatformProvider } from "../internal/provider/platform-provider";
import type { FlagProviderProps } from "./provider-props";

/**
 * Whether patches test what stands at the places in lists that they name.
 */
export enum SplitPatchGuards {
  /** As long as Split takes tests. */
  AUTO = "auto",
  /** Always. */
  ON = "on",
  /** Never. */
  OFF = "off",
}

/**
 * What becomes of a change in an environment that takes changes by approval only.
 */
export enum SplitOnApprovalRequired {
  /** It is refused. */
  ERROR = "error",
  /** It is submitted as a change request, and the apply ends with an error that names it: apply again once it is approved. */
  SUBMIT = "submit",
}

/**
 * Where flags are kept on Split or Harness FME. Whatever is left out is read from the environment where Terraform runs.
 */
export interface SplitProviderProps extends FlagProviderProps {
  /**
   * The project (workspace) that constructs belong to, by name or `id:<id>`.
   *
   * @default - SPLIT_PROJECT
   */
  readonly project?: string;

  /**
   * The server's root.
   *
   * @default - SPLIT_HOST, or `https://api.split.io`, and in Harness `https://app.harness.io`
   */
  readonly host?: string;

  /**
   * An Admin API key of a classic account. Written into the stack's file: pass a sensitive TerraformVariable, or leave it to the
   * environment.
   *
   * @default - SPLIT_API_KEY
   */
  readonly apiKey?: string;

  /**
   * A token, in place of `apiKey`, where the account lives in Harness. Written into the stack's file: pass a sensitive
   * TerraformVariable, or leave it to the environment.
   *
   * @default - SPLIT_HARNESS_TOKEN
   */
  readonly harnessToken?: string;

  /**
   * In Harness: the account's identifier.
   *
   * @default - none
   */
  readonly account?: string;

  /**
   * In Harness: the organisation's identifier.
   *
   * @default - none
   */
  readonly organisation?: string;

  /**
   * In Harness: the project's identifier.
   *
   * @default - none
   */
  readonly harnessProject?: string;

  /**
   * The title of changes in Split's log, where a construct gives none.
   *
   * @default - none
   */
  readonly title?: string;

  /**
   * The comment of changes in Split's log, where a construct gives none.
   *
   * @default - none
   */
  readonly comment?: string;

  /**
   * Whether a change of something in a list is guarded with a test of what stands there, so that somebody else's change meanwhile
   * refuses it.
   *
   * @default SplitPatchGuards.AUTO
   */
  readonly patchGuards?: SplitPatchGuards;

  /**
   * What becomes of a change in an environment that takes changes by approval only.
   *
   * @default SplitOnApprovalRequired.ERROR
   */
  readonly onApprovalRequired?: SplitOnApprovalRequired;

  /**
   * Who is asked to approve what is submitted, by mail address.
   *
   * @default - whom the environment names
   */
  readonly approvers?: string[];
}

/**
 * Flags are on Split, in a classic account or in Harness (where it is called FME). The provider itself travels with the stack.
 */
export class SplitProvider extends TerraformProvider {
  private readonly frame: PlatformProvider;

  public constructor(scope: Construct, id: string, props: SplitProviderProps = {}) {
    if (props.apiKey !== undefined && props.harnessToken !== undefined) {
      throw new Error(
        `SplitProvider "${id}": apiKey and harnessToken are both given. A classic account takes the one, an account that lives in Harness the other: leave one out`,
      );
    }
    super(scope, id, providerConfig());
    this.frame = new PlatformProvider(this, props, {
      limits: SPLIT_LIMITS,
      platform: "split",
      project: props.project,
      settings: {
        host: props.host,
        api_key: props.apiKey,
        harness_token: props.harnessToken,
        account: props.account,
        organisation: props.organisation,
        harness_project: props.harnessProject,
        title: props.title,
        comment: props.comment,
        patch_guards: props.patchGuards,
        on_approval_required: props.onApprovalRequired,
        approvers: props.approvers,
      },
      secrets: [
        { prop: "apiKey", value: props.apiKey, variable: "SPLIT_API_KEY" },
        { prop: "harnessToken", value: props.harnessToken, variable: "SPLIT_HARNESS_TOKEN" },
      ],
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
