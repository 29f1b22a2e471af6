import type { TerraformResource } from "cdktf";
import type { IFeatureFlag } from "../flag/feature-flag";
import type { Attributes } from "../internal/literals/attributes";
import { referTo } from "../internal/parent";

/**
 * Settings of a segment that only Flagsmith has.
 */
export interface FlagsmithSegmentSettings {
  /**
   * Creation only: the one flag that the segment may be used for.
   *
   * @default - it is for all flags
   */
  readonly flag?: IFeatureFlag;

  /**
   * Values of custom fields, by the field's name. Fields that are not named stay as they are.
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
