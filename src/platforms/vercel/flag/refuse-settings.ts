import { refusal, refuseWithoutVariants } from "../../adapter/setting-limits";
import type { FlagValueKind } from "../../model/flag-value";
import { OFF, ON, type Variant } from "../../model/variant";
import type { FlagSettings } from "../../port/flag";
import type { SettingRefusal } from "../../port/refusal";
import type { SegmentSettings } from "../../port/segment";

const MOST_TAGS = 20;
const LONGEST_TAG = 64;
const MOST_MAINTAINERS = 5;
const LONGEST_LABEL = 128;

export function refuseFlag(flag: Partial<FlagSettings>, isNew: boolean): SettingRefusal | undefined {
  const without = refuseWithoutVariants("Vercel", flag, isNew);
  if (without) return without;
  const { tags, settings } = flag;
  if (tags && tags.length > MOST_TAGS)
    return refusal(["tags"], `Vercel stores at most ${MOST_TAGS} tags per flag, and there are ${tags.length}.`);
  const long = tags?.find((tag) => tag.length > LONGEST_TAG);
  if (long !== undefined)
    return refusal(
      ["tags"],
      `Vercel stores at most ${LONGEST_TAG} characters per tag, and "${long.slice(0, 20)}…" has ${long.length}.`,
    );
  const maintainers = settings?.vercel?.maintainers ?? [];
  if (maintainers.length > MOST_MAINTAINERS)
    return refusal(
      ["vercel", "maintainers"],
      `On Vercel a flag has at most ${MOST_MAINTAINERS} maintainers, and there are ${maintainers.length}.`,
    );
  const odd = maintainers.find((id) => id.length > 24);
  if (odd !== undefined)
    return refusal(
      ["vercel", "maintainers"],
      `The ids of Vercel's users have at most 24 characters, and "${odd.slice(0, 30)}…" has ${odd.length}.`,
    );
  return undefined;
}

/** A boolean flag has two fixed variants: only their descriptions can be set. */
export function refuseVariants(variants: readonly Variant[], type: FlagValueKind | undefined): string | undefined {
  if (type !== "boolean") return undefined;
  const values = new Map(variants.map(({ key, value }) => [key, value.value]));
  if (values.size === 2 && values.get(ON) === true && values.get(OFF) === false) return undefined;
  return `A boolean flag has the variants "${ON}" (true) and "${OFF}" (false) on Vercel, and no others. Declare both, or remove \`variants\`.`;
}

export function refuseSegment({ settings }: Partial<SegmentSettings>): SettingRefusal | undefined {
  const label = settings?.vercel?.label ?? "";
  if (label.length <= LONGEST_LABEL) return undefined;
  return refusal(
    ["vercel", "label"],
    `Vercel stores at most ${LONGEST_LABEL} characters of a label, and this one has ${label.length}. Shorten it.`,
  );
}
