import type { TerraformResource } from "cdktf";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import type { Attributes } from "../internal/literals/attributes";
import { referTo } from "../internal/parent";

/**
 * Settings of a segment that only exist on Flagsmith.
 */
export interface FlagsmithSegmentSettings {
  /**
   * Creation only: the only flag that the segment can be used for.
   *
   * @default - all flags
   */
  readonly flag?: IFeatureFlag;

  /**
   * Values of custom fields, by field name. Other fields stay as they are.
   *
   * @default - not managed
   */
  readonly metadata?: { [field: string]: string };
}

/** The settings, as attributes. */
export function flagsmithSegmentAttributes(owner: TerraformResource, settings: FlagsmithSegmentSettings): Attributes {
  const flag = settings.flag && referTo(owner, settings.flag, settings.flag.flagKey);
  return { flag: flag?.name, flag_id: flag?.id, metadata: settings.metadata };
}
