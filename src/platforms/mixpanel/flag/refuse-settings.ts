import { refusal, refuseWithoutVariants } from "../../adapter/setting-limits";
import type { FlagSettings } from "../../port/flag";
import type { SettingRefusal } from "../../port/refusal";
import { isPersonal } from "./metadata";

const MOST_VARIANTS = 11;

export function refuseFlag(flag: Partial<FlagSettings>, isNew: boolean): SettingRefusal | undefined {
  const without = refuseWithoutVariants("Mixpanel", flag, isNew);
  if (without) return without;
  const { variants, settings } = flag;
  if (variants && variants.length > MOST_VARIANTS)
    return refusal(
      ["variants"],
      `Mixpanel keeps ${MOST_VARIANTS} variants of a flag at most, and these are ${variants.length}.`,
    );
  const { context, dataGroup } = settings?.mixpanel ?? {};
  if (context === undefined) return undefined;
  if (context.length < 1 || context.length > 255)
    return refusal(["mixpanel", "context"], `Mixpanel takes 1 to 255 characters, and this has ${context.length}.`);
  if (!isNew || isPersonal(context) || dataGroup !== undefined) return undefined;
  return refusal(
    ["mixpanel", "context"],
    `"${context}" is a group key to Mixpanel, which asks for its data group: set mixpanel.data_group to the group's id, or use "distinct_id" or "device_id".`,
  );
}
