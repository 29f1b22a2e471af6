import { getOwn } from "../../get-own";
import type { Instance } from "../plan/instance";
import { isObject, textIn, UNKNOWN, type Values } from "../plan/values";

/** What is on the platform after the apply on behalf of one resource: its planned values, and what a resource leaves behind. */
export interface Effect {
  readonly instance: Instance;
  readonly before: Values | null;
  readonly after: Values | null;
  /** Attributes that keep their value, and that nobody here manages any more. */
  readonly handedOver: readonly string[];
  /** The resource goes, and what it managed stays. */
  readonly left: boolean;
}

/** What a resource does when it is destroyed: its own attribute decides, else the provider's defaults. */
export interface DestroyDefaults {
  /** Undefined: the plan does not show it. */
  readonly flag: string | undefined;
  readonly definition: string | undefined;
}

/** Null means that others decide, so that a value that was set stays. */
const UNMANAGED_IF_NULL: Readonly<Record<string, readonly string[]>> = {
  flagform_environment_definition: [
    "enabled",
    "serve",
    "killed",
    "when_off",
    "rules",
    "segment_overrides",
    "identity_overrides",
    "variants",
    "split",
    "mixpanel",
    "vercel",
  ],
  flagform_segment_override: ["priority"],
  flagform_segment: ["rules", "identities"],
  flagform_feature_flag: ["archived", "variants"],
};

export function effectOf(
  instance: Instance,
  before: Values | null,
  after: Values | null,
  defaults: DestroyDefaults,
): Effect {
  const nothing = { instance, before, after, handedOver: [], left: false };
  if (after === null && before !== null) {
    const stays = instance.action === "forget" ? before : leftBehind(instance.type, before, defaults);
    return { ...nothing, after: stays, left: stays !== null };
  }
  if (before === null || after === null || instance.action === "replace" || instance.action === "no-op") return nothing;
  const names = (getOwn(UNMANAGED_IF_NULL, instance.type) ?? []).filter(
    (name) => isSet(getOwn(before, name)) && !isSet(getOwn(after, name)),
  );
  const kept = Object.fromEntries(names.map((name) => [name, getOwn(before, name)] as const));
  return { ...nothing, after: released(before, { ...after, ...kept }), handedOver: names };
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** A change from the exact set to the listed one lets go of what is not listed: it stays. */
function released(before: Values, after: Values): Values {
  if (textIn(after, "overrides") !== "listed" || textIn(before, "overrides") === "listed") return after;
  const maps = ["segment_overrides", "identity_overrides"].flatMap((name) => {
    const [was, is] = [getOwn(before, name), getOwn(after, name)];
    return isObject(was) && isObject(is) ? [[name, { ...was, ...is }] as const] : [];
  });
  return { ...after, ...Object.fromEntries(maps) };
}

/** What stays on the platform when the resource is destroyed; null: nothing. */
function leftBehind(type: string, before: Values, defaults: DestroyDefaults): Values | null {
  if (type === "flagform_feature_flag") {
    const what = textIn(before, "on_destroy") ?? defaults.flag;
    if (what === "keep") return before;
    return what === "archive" ? { ...before, archived: true } : null;
  }
  if (type !== "flagform_environment_definition") return null;
  const what = textIn(before, "on_destroy") ?? defaults.definition;
  const alone = { ...before, segment_overrides: {}, identity_overrides: {}, overrides: "listed" };
  switch (what) {
    case "with_flag":
      return before;
    case "disable":
      return { ...alone, enabled: false };
    case "reset":
      return { ...alone, enabled: UNKNOWN, serve: UNKNOWN, rules: [], killed: UNKNOWN };
    case undefined:
    case "keep":
      return alone;
    default:
      return { ...alone, enabled: UNKNOWN };
  }
}
