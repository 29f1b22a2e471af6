import type { PlatformName } from "../../../serving/world/world";
import type { NamesUsed } from "../stack/names-used";

/** Flags and segments that other stacks have, as a stack of their own; undefined: there are none. What is in them nobody says. */
export function preludeOf({ flags, segments, environments }: NamesUsed, platform: PlatformName): object | undefined {
  if (flags.size + segments.size === 0) return undefined;
  const content =
    platform === "split"
      ? { identities: ["nobody"] }
      : { rules: [{ match: "all", conditions: [{ operator: "equal_to", trait: "elsewhere", value: "yes" }] }] };
  const split = platform === "split" && environments.size > 0 ? { split: { environments: [...environments] } } : {};
  return {
    flagform_segment: numbered([...segments].map((name) => ({ name, ...content, ...split }))),
    flagform_feature_flag: numbered(
      [...flags].map(([key, { type, variants }]) => ({
        key,
        type,
        ...(type !== "boolean" && {
          variants: Object.fromEntries([...variants].map((each) => [each, { value: { [type]: each } }])),
        }),
      })),
    ),
  };
}

function numbered(bodies: readonly object[]): object {
  return Object.fromEntries(bodies.map((body, index) => [`elsewhere_${index}`, body]));
}
