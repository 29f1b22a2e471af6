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
      `Mixpanel stores at most ${MOST_VARIANTS} variants per flag, and there are ${variants.length}.`,
    );
  const { context, dataGroup } = settings?.mixpanel ?? {};
  if (context === undefined) return undefined;
  if (context.length < 1 || context.length > 255)
    return refusal(["mixpanel", "context"], `Mixpanel accepts 1 to 255 characters, and this one has ${context.length}.`);
  if (!isNew || isPersonal(context) || dataGroup !== undefined) return undefined;
  return refusal(
    ["mixpanel", "context"],
    `"${context}" is a group key, for which Mixpanel requires a data group: set mixpanel.data_group to the group's id, or use "distinct_id" or "device_id".`,
  );
}
