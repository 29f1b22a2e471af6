import { PLATFORM_TITLES } from "../../../resources/provider/provider-attributes";
import { conditionText } from "../../../serving/matching/condition-text";
import type { PlatformName } from "../../../serving/world/world";
import type { Literal } from "./formula";
import type { Comparison, Difference } from "./judge/compare";
import { type Kind, KINDS } from "./judge/witnesses";

const OTHER_SDKS: Readonly<Partial<Record<PlatformName, string>>> = {
  split: "the SDKs for Java, .NET and Android",
  mixpanel: "the SDK for Python",
};

/** What differs between a condition and what stands for it, a sentence for each kind of value. */
export function notesOn(source: Literal, { noted }: Comparison, from: PlatformName, to: PlatformName): readonly string[] {
  const byKind = new Map<Kind, Difference>();
  for (const each of noted) if (!byKind.has(each.kind)) byKind.set(each.kind, each);
  return [...byKind.values()].map((each) => noteOn(source, each, from, to));
}

function noteOn(
  { condition, negated }: Literal,
  { kind, value, before, after }: Difference,
  from: PlatformName,
  to: PlatformName,
): string {
  const text = `${negated ? "not " : ""}${conditionText(condition)}`;
  const example = value === undefined ? "" : ` (such as ${JSON.stringify(value)})`;
  const who = `if ${condition.trait ?? "the identity"} is ${KINDS[kind]}${example}`;
  const was = before ? "match" : "do not match";
  const is = after === "sdk" ? `do not in all SDKs (${OTHER_SDKS[to] ?? "some"} differ)` : after ? "do" : "do not";
  const now = after === "sdk" && !before ? `do in some SDKs (${OTHER_SDKS[to] ?? "some"} differ)` : is;
  return `\`${text}\`: ${who}, people ${was} on ${PLATFORM_TITLES[from]} and ${now} on ${PLATFORM_TITLES[to]}.`;
}
