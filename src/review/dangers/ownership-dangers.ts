import type { Effect } from "../change/effects";
import { goneWith, type ProjectChange } from "../change/stack-change";
import type { OutsideChange } from "../plan/instance";
import { Hidden, isObject, textIn, type Values } from "../plan/values";
import { quote } from "../words";
import { danger, type DangerContext, type FoundDanger } from "./found-danger";

/** Dangers in who decides: what others made and the apply undoes, and what stays without anybody who manages it. */
export function ownershipDangers(change: ProjectChange, { outside }: DangerContext): readonly FoundDanger[] {
  const found = new Map(outside.map((each) => [each.address, each] as const));
  const isGone = goneWith(change.effects);
  return change.effects.flatMap((effect) => {
    const drift =
      found.get(effect.instance.previousAddress ?? effect.instance.address) ?? found.get(effect.instance.address);
    return [
      ...handedOver(effect, isGone),
      ...(drift ? [...othersRemoved(effect, drift), ...reverted(effect, drift)] : []),
      ...mayRemove(effect),
    ];
  });
}

function handedOver(effect: Effect, isGone: (values: Values) => boolean): readonly FoundDanger[] {
  const { instance, before, handedOver: names, left } = effect;
  const addresses = [instance.address];
  if (left) return before === null || isGone(before) ? [] : leftServed(effect);
  if (names.length === 0 || before === null) return [];
  const text = `${whatIs(instance.address, before)}: ${names.join(", ")} stay${names.length === 1 ? "s" : ""} as it is, and nobody here manages it any more`;
  return [danger("handed-over", text, { ...placeIn(before), addresses })];
}

/** Not where the flag goes with it: then nothing is left. */
function leftServed({ instance, before, after }: Effect): readonly FoundDanger[] {
  if (before === null || after === null) return [];
  const ends = instance.action === "forget" ? "leaves the state" : "is destroyed";
  const text = `${whatIs(instance.address, before)}: its resource ${ends}, and what it serves stays`;
  return [danger("left-served", text, { ...placeIn(before), addresses: [instance.address] })];
}

const SETS = ["rules", "segment_overrides", "identity_overrides"] as const;

/** Found on the platform, not made here, and gone after the apply. */
export function othersIn(
  { after }: Effect,
  { recorded, found }: OutsideChange,
): readonly { readonly set: (typeof SETS)[number]; readonly name: string }[] {
  if (recorded === null || found === null || after === null) return [];
  return SETS.flatMap((set) => {
    const [had, has, keeps] = [recorded, found, after].map((values) => keysIn(values[set]));
    return [...(has ?? [])].filter((key) => !had?.has(key) && !keeps?.has(key)).map((name) => ({ set, name }));
  });
}

const NOUNS = { rules: "rule", segment_overrides: "segment", identity_overrides: "identity" } as const;

function othersRemoved(effect: Effect, drift: OutsideChange): readonly FoundDanger[] {
  const { instance, before } = effect;
  return othersIn(effect, drift).map(({ set, name }) => {
    const kind = NOUNS[set];
    const what = kind === "rule" ? `the rule ${quote(name)}` : `the override for ${kind} ${quote(name)}`;
    const text = `${whatIs(instance.address, before ?? {})}: ${what}, which somebody else made, is removed`;
    return danger("others-removed", text, {
      ...placeIn(before ?? {}),
      audience: { kind, name },
      addresses: [instance.address],
    });
  });
}

/** An exact create that may remove: the plan's own warning has the list, its JSON does not. */
function mayRemove({ instance, after }: Effect): readonly FoundDanger[] {
  if (
    instance.action !== "create" ||
    after?.["adopt_existing"] !== true ||
    instance.type !== "flagform_environment_definition"
  )
    return [];
  const listed = textIn(after, "overrides") === "listed";
  const exact = SETS.filter((set) => isSet(after[set]) && (set === "rules" || !listed));
  if (exact.length === 0) return [];
  const text = `${whatIs(instance.address, after)}: adopt_existing removes whatever ${exact.join(", ")} others made there; the plan's warning lists it`;
  return [danger("others-removed", text, { ...placeIn(after), addresses: [instance.address] })];
}

const SWITCHES = [
  "enabled",
  "killed",
  "serve",
  "when_off",
  "rules",
  "segment_overrides",
  "identity_overrides",
  "archived",
] as const;

/** Somebody changed it outside, and the apply changes it back. */
function reverted({ instance, before, after }: Effect, { recorded, found }: OutsideChange): readonly FoundDanger[] {
  if (instance.action === "no-op" || recorded === null || after === null) return [];
  const place = { ...placeIn(before ?? recorded), addresses: [instance.address] };
  if (found === null)
    return [
      danger(
        "outside-reverted",
        `${whatIs(instance.address, recorded)} was deleted outside of Terraform, and is created again`,
        place,
      ),
    ];
  const names = SWITCHES.filter((name) => {
    const [was, is, will] = [recorded, withoutOthers(found, recorded, name), after].map((values) =>
      JSON.stringify(values[name] ?? null),
    );
    return was !== is && is !== will;
  });
  if (names.length === 0) return [];
  const each = names.map((name) => `${name}${shortChange(recorded[name], found[name])}`).join(", ");
  return [
    danger(
      "outside-reverted",
      `${whatIs(instance.address, found)} was changed outside of Terraform (${each}), and the apply changes it back`,
      place,
    ),
  ];
}

/** What others added is a danger of its own. */
function withoutOthers(found: Values, recorded: Values, name: (typeof SWITCHES)[number]): Values {
  const had = keysIn(recorded[name]);
  const value = found[name];
  if (Array.isArray(value)) {
    const kept = value.filter((each: unknown) => isObject(each) && had.has(textIn(each, "key") ?? ""));
    return name === "rules" ? { ...found, rules: kept } : found;
  }
  if (!isObject(value) || !name.endsWith("_overrides")) return found;
  return { ...found, [name]: Object.fromEntries(Object.entries(value).filter(([key]) => had.has(key))) };
}

/** ` true → false`, for what is short. */
function shortChange(was: unknown, is: unknown): string {
  const isShort = (value: unknown): boolean =>
    typeof value === "boolean" || typeof value === "number" || typeof value === "string";
  return isShort(was) && isShort(is) ? ` ${quote(`${String(was)} → ${String(is)}`)}` : "";
}

function keysIn(value: unknown): ReadonlySet<string> {
  if (Array.isArray(value))
    return new Set(value.flatMap((each: unknown) => (isObject(each) ? (textIn(each, "key") ?? []) : [])));
  return new Set(isObject(value) ? Object.keys(value) : []);
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined && !(value instanceof Hidden);
}

function placeIn(values: Values): Pick<FoundDanger, "environment" | "flag"> {
  return {
    environment: textIn(values, "environment") ?? null,
    flag: textIn(values, "flag") ?? textIn(values, "key") ?? null,
  };
}

/** `new-checkout in production (for segment beta)`, else the address. */
function whatIs(address: string, values: Values): string {
  const [flag, environment] = [textIn(values, "flag"), textIn(values, "environment")];
  if (flag === undefined || environment === undefined)
    return quote(textIn(values, "key") ?? textIn(values, "name") ?? address);
  const [segment, identity] = [textIn(values, "segment"), textIn(values, "identity")];
  const whose =
    segment === undefined
      ? identity === undefined
        ? ""
        : ` for identity ${quote(identity)}`
      : ` for segment ${quote(segment)}`;
  return `${quote(flag)} in ${quote(environment)}${whose}`;
}
