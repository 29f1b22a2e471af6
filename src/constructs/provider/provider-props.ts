import type { IResolvable } from "cdktf";
import type { DefinitionRemoval } from "../definition/definition-removal";
import type { FlagRemoval } from "../flag/flag-removal";

/**
 * How a refresh reads the platform.
 */
export enum RefreshMode {
  /** Reads lists, and reads an object exactly only if a list differs from the state. */
  SWEEP = "sweep",
  /** Reads every object exactly. */
  EXACT = "exact",
}

/**
 * Defaults for constructs that do not set these properties.
 */
export interface ProviderDefaults {
  /**
   * What a destroy of a flag does.
   *
   * @default FlagRemoval.DELETE
   */
  readonly flagOnDestroy?: FlagRemoval;

  /**
   * What a destroy of a definition does.
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
   * Takes over objects that already exist, instead of failing.
   *
   * @default false
   */
  readonly adoptExisting?: boolean | IResolvable;
}

/**
 * Properties that the providers of all platforms have.
 */
export interface FlagProviderProps {
  /**
   * A name for this provider, if the stack has several. All but one need an alias.
   *
   * @default - none
   */
  readonly alias?: string;

  /**
   * How a refresh reads the platform.
   *
   * @default RefreshMode.SWEEP
   */
  readonly refresh?: RefreshMode;

  /**
   * Maximum number of requests per minute, if the platform does not announce its limits.
   *
   * @default - none
   */
  readonly requestsPerMinute?: number;

  /**
   * Whether a plan checks on the platform that everything it refers to exists, and that nothing with the same name blocks what it
   * creates. Set it to false if a provider with another alias creates, in the same run, something that constructs of this one refer to.
   *
   * @default true
   */
  readonly planChecks?: boolean;

  /**
   * Defaults for constructs that do not set these properties.
   *
   * @default - nothing is protected or adopted; flags are deleted, definitions kept
   */
  readonly defaults?: ProviderDefaults;

  /**
   * Whether the stack's directory contains the provider. Set it to false if Terraform gets the provider from elsewhere.
   *
   * @default true
   */
  readonly bundled?: boolean;

  /**
   * A folder with executables of this release, which need no Node.js where Terraform runs: the archives of the release
   * (`terraform-provider-flagform_<version>_linux_amd64.zip`), or a mirror that `terraform providers mirror` wrote. The stack's directory
   * then contains those that are in the folder in place of the JavaScript provider, each of about 120 MB, and the lock file has the hashes of
   * all.
   *
   * @default - the JavaScript provider, for all platforms
   */
  readonly executables?: string;
}
