import type { IResolvable } from "cdktf";
import type { DefinitionRemoval } from "../definition/environment-definition";
import type { FlagRemoval } from "../flag/feature-flag";

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
 * What a provider can be told whichever platform it is for.
 */
export interface FlagProviderProps {
  /**
   * Tells this provider from others in the stack. All but one need an alias.
   *
   * @default - none
   */
  readonly alias?: string;

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
   * Whether a plan looks on the platform for what it names, and for what stands in the way of what it makes. Turn it off where a provider of
   * another alias makes in the same run what this one's constructs name.
   *
   * @default true
   */
  readonly planChecks?: boolean;

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
