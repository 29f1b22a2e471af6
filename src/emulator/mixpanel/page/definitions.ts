import { getOwn } from "../../../get-own";
import type { PageAudience, PageDefinition, PageFlag, PageServe } from "../../page/view-model";
import { listed, NOT_SET_UP, shares, valueText, variantText } from "../../page/words";
import type { RolloutGroup, Variant } from "../areas/flag-body";
import type { Flag } from "../store/records";
import type { Store } from "../store/store";
import { groupWords } from "./conditions";

const FALLBACK = "the application's fallback";

/** One flag in all projects; undefined where a project has none of that key. */
export function showFlag(store: Store, key: string, flags: readonly (Flag | undefined)[]): PageFlag {
  const known = flags.filter((each) => each !== undefined);
  return {
    key,
    description: known.find((each) => each.fields.description !== null)?.fields.description ?? "",
    isArchived: known.every((each) => each.fields.status === "archived"),
    definitions: flags.map((each) => (each ? showDefinition(store, each) : NOT_SET_UP)),
  };
}

function showDefinition(store: Store, { fields }: Flag): PageDefinition {
  const { status, ruleset } = fields;
  // The last group without targeting is what everyone gets who is in no other.
  const base = ruleset.rollout.map((each) => groupWords(store, each)).lastIndexOf("everyone");
  const group = ruleset.rollout[base];
  const isServed = status === "enabled";
  const serves = group && isServed ? dealt(ruleset.variants, group) : [{ text: FALLBACK }];
  const users = Object.entries(ruleset.test?.users ?? {}).map(([name, variant]): PageAudience => {
    const found = ruleset.variants.find((each) => each.key.toLowerCase() === variant.toLowerCase());
    return { kind: "identity", name, isOn: found?.value !== false, serves: [{ text: found ? textOf(found) : variant }] };
  });
  const groups = ruleset.rollout.flatMap((each, index): PageAudience[] => {
    if (index === base) return [];
    const words = groupWords(store, each);
    const found = dealt(ruleset.variants, each);
    const isOn = found.some(({ text }) => text !== "false" && text !== FALLBACK);
    return [{ ...(words === "everyone" ? { kind: "rule", name: "everyone" } : words), isOn, serves: found }];
  });
  const audiences = [...users, ...groups];
  const notes = isServed || audiences.length === 0 ? [] : ["Overrides and rules do not count"];
  return { ...stateOf(status, serves), serves, ...listed(audiences), notes };
}

function stateOf(
  status: "enabled" | "disabled" | "archived",
  serves: readonly PageServe[],
): Pick<PageDefinition, "state" | "stateText"> {
  if (status === "disabled") return { state: "killed", stateText: "Disabled" };
  if (status === "archived") return { state: "killed", stateText: "Archived" };
  const [only, ...others] = serves;
  if (others.length === 0 && (only?.text === "false" || only?.text === FALLBACK)) return { state: "off", stateText: "Off" };
  if (others.length === 0 && only?.text === "true") return { state: "on", stateText: "On" };
  return { state: "on", stateText: "Live" };
}

/** What the users of a group get; users outside its percentage get nothing from it. */
function dealt(variants: readonly Variant[], group: RolloutGroup): readonly PageServe[] {
  const override = variants.find((each) => each.key.toLowerCase() === group.variant_override?.key.toLowerCase());
  const rolled = group.rollout_percentage * 100;
  const parts = override
    ? [{ text: textOf(override), share: rolled }]
    : variants.map((each) => {
        const split = getOwn(group.variant_splits, each.key) ?? each.split;
        return { text: textOf(each), share: split * rolled };
      });
  return shares([...parts, { text: FALLBACK, share: 100 - rolled }]);
}

/** Whether a draw decides what the users of a group get. */
export function isSplit(variants: readonly Variant[], group: RolloutGroup): boolean {
  return dealt(variants, group).filter(({ text }) => text !== FALLBACK).length > 1;
}

/** The value alone for a switch; else the variant with it. */
export function textOf({ key, value }: { readonly key: string; readonly value: unknown }): string {
  return typeof value === "boolean" ? valueText(value) : variantText(key, value);
}
