import type { Type } from "../../src/terraform/schema";
import type { Bodies } from "../support/platform-workbench";
import type { Base, Step } from "./base";
import { isUnion, memberOf, type Place } from "./places";
import { ABSENT } from "./values";

/** A base with one thing of it changed. */
export function changed(base: Base, place: Place, value: unknown, schema: Type): Bodies {
  const meant = escaped(value);
  if (place.key !== undefined) return renamed(base.stack, place.key, String(meant)) as Bodies;
  const at = [...base.walks.split("."), ...place.path];
  const current = at.reduce<unknown>(memberOf, base.stack);
  if (typeof current === "string" && base.linked?.includes(current) === true && typeof meant === "string")
    return renamed(base.stack, current, meant) as Bodies;
  const types = typesAlong(schema, place.path);
  const places = [at, ...(base.mirrors ?? []).flatMap((pair) => mirrored(at, pair))];
  return places.reduce((stack, each) => withSet(stack, each, meant, types) as Bodies, base.stack);
}

function mirrored(at: readonly Step[], [one, other]: readonly [string, string]): Step[][] {
  for (const [from, to] of [
    [one.split("."), other.split(".")],
    [other.split("."), one.split(".")],
  ] as const) {
    if (from.every((step, index) => at[index] === step)) return [[...to, ...at.slice(from.length)]];
  }
  return [];
}

/** The type of what each step leads out of, beginning with the resource; the steps before it (its type and name) have none. */
function typesAlong(schema: Type, path: readonly Step[]): readonly Type[] {
  const types = [schema];
  for (const step of path) {
    const last = types.at(-1);
    const next =
      last?.kind === "object"
        ? last.attributes[String(step)]?.type
        : last && last.kind !== "string" && "element" in last
          ? last.element
          : undefined;
    if (next) types.push(next);
  }
  return types;
}

function withSet(whole: unknown, path: readonly Step[], value: unknown, types: readonly Type[], depth = 0): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const inner = withSet(memberOf(whole, step), rest, value, types, depth + 1);
  if (Array.isArray(whole)) return whole.map((each: unknown, index) => (index === step ? inner : each));
  // The first two steps are the resource's type and name.
  const alone = depth >= 2 && isUnion(types[depth - 2]) && inner !== ABSENT;
  const entries = Object.entries(alone ? {} : ((whole ?? {}) as object)).filter(([key]) => key !== step);
  return Object.fromEntries(inner === ABSENT ? entries : [...entries, [step, inner]]);
}

/** One text for another, wherever it stands alone: as a value, as a key. */
export function renamed(value: unknown, from: string, to: string): unknown {
  return everyText(value, (text) => (text === from ? to : text));
}

export function everyText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((each) => everyText(each, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [change(key), everyText(each, change)]));
}

/** A text that a template gives. */
function escaped(value: unknown): unknown {
  return everyText(value, (text) => text.replace(/([$%])\{/g, "$1$1{"));
}
