import type { Construct } from "constructs";
import { SPLIT_LIMITS } from "../internal/limits";
import { providerConfig } from "../internal/provider/flag-provider";
import { FramedProvider } from "../internal/provider/framed-provider";
import { PlatformProvider } from "../internal/provider/platform-provider";
import type { FlagProviderProps } from "./provider-props";

/**
 * Whether patches test the list positions that they use.
 */
export enum SplitPatchGuards {
  /** Unless Split refuses such tests. */
  AUTO = "auto",
  /** Always. */
  ON = "on",
  /** Never. */
  OFF = "off",
}

/**
 * What happens to a change in an environment that requires approvals.
 */
export enum SplitOnApprovalRequired {
  /** It is refused. */
  ERROR = "error",
  /** It is submitted as a change request, and the apply ends with an error that names it. Apply again after the approval. */
  SUBMIT = "submit",
}

/**
 * Properties of the provider. Properties that you leave out are read from environment variables where Terraform runs.
 */
export interface SplitProviderProps extends FlagProviderProps {
  /**
   * The project (workspace) that constructs belong to by default, by name or `id:<id>`.
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
   * An Admin API key of a classic account. The synthesized file contains it: pass a sensitive TerraformVariable, or use the
   * environment variable.
   *
   * @default - SPLIT_API_KEY
   */
  readonly apiKey?: string;

  /**
   * A token, in place of `apiKey`, if the account is in Harness. The synthesized file contains it: pass a sensitive
   * TerraformVariable, or use the environment variable.
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
   * The title for changes in Split's log, if a construct sets none.
   *
   * @default - none
   */
  readonly title?: string;

  /**
   * The comment for changes in Split's log, if a construct sets none.
   *
   * @default - none
   */
  readonly comment?: string;

  /**
   * Whether a patch tests the list positions that it uses, so that Split refuses it after a concurrent change.
   *
   * @default SplitPatchGuards.AUTO
   */
  readonly patchGuards?: SplitPatchGuards;

  /**
   * What happens to a change in an environment that requires approvals.
   *
   * @default SplitOnApprovalRequired.ERROR
   */
  readonly onApprovalRequired?: SplitOnApprovalRequired;

  /**
   * E-mail addresses of those who should approve submitted changes.
   *
   * @default - the environment decides
   */
  readonly approvers?: string[];
}

/**
 * The provider for Split, in a classic account or in Harness (where it is called FME). The stack contains the provider.
 */
export class SplitProvider extends FramedProvider {
  /** @internal */
  protected readonly _frame: PlatformProvider;

  public constructor(scope: Construct, id: string, props: SplitProviderProps = {}) {
    if (props.apiKey !== undefined && props.harnessToken !== undefined) {
      throw new Error(
        `SplitProvider "${id}": apiKey and harnessToken are both given. A classic account uses apiKey, an account in Harness uses harnessToken: leave one out`,
      );
    }
    super(scope, id, providerConfig(scope));
    this._frame = new PlatformProvider(this, props, {
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
}
