import { getOwn } from "../../get-own";
import type { Path } from "../../terraform/diagnostic";
import { type Adopted, type Body, bodyAt, DEFINITION, FLAG, type Inventory, nameOf } from "../inventory/adopted";
import type { Losses } from "../translate/losses";
import { without } from "./left-out";
import type { Refused } from "./plan-adopted";
import type { Refusal } from "./refusal";

/**
 * An inventory without what another platform refuses: the attribute, the rule or the override that it names, and the object only where
 * it cannot be without that. Each is listed as a loss, in the provider's own words.
 */
export function trimmed(inventory: Inventory, refused: Refused, losses: Losses): Inventory {
  const changed = new Map<Adopted, Adopted>();
  const whole = new Map<Adopted, Refusal>();
  for (const [adopted, refusal] of refused) {
    const { body, left } = withoutPath(adopted, refusal.path);
    losses.lose(
      nameOf(adopted),
      left === undefined ? `it is left out. ${refusal.why}` : `${left} is left out. ${refusal.why}`,
    );
    if (body)
      changed.set(adopted, { ...adopted, body, notes: [...adopted.notes, `${left ?? ""} is left out. ${refusal.why}`] });
    else whole.set(adopted, refusal);
  }
  const kept = (each: Adopted): Adopted => changed.get(each) ?? each;
  const rest = without(inventory, whole);
  return {
    ...rest,
    flags: rest.flags.map(kept),
    segments: rest.segments.map(kept),
    definitions: rest.definitions.map(kept),
    overrides: rest.overrides.map(kept),
    leftOut: losses.all.filter(({ effect }) => effect === "served"),
  };
}

/** What an object cannot be without. */
const NEEDED = ["key", "name", "environment", "flag", "segment", "identity"];
const PARTS = ["rules", "segment_overrides", "identity_overrides"];

interface Rest {
  /** Undefined: nothing of the object can stay. */
  readonly body: Body | undefined;
  readonly left: string | undefined;
}

function withoutPath({ type, body }: Adopted, [name, part]: Path): Rest {
  const attribute = String(name);
  const value = getOwn(body, attribute);
  if (name === undefined || value === undefined || NEEDED.includes(attribute)) return { body: undefined, left: undefined };
  // A flag without its variants, or of another type, is another flag.
  if (type === FLAG && (attribute === "variants" || attribute === "type")) return { body: undefined, left: undefined };
  if (type !== DEFINITION && attribute === "rules") return { body: undefined, left: undefined };
  if (part !== undefined && PARTS.includes(attribute)) {
    const rest = Array.isArray(value)
      ? (value as readonly unknown[]).filter((_each, index) => index !== part)
      : Object.fromEntries(Object.entries(bodyAt(body, attribute) ?? {}).filter(([key]) => key !== part));
    return { body: { ...body, [attribute]: rest }, left: `${attribute}[${JSON.stringify(part)}]` };
  }
  return { body: Object.fromEntries(Object.entries(body).filter(([each]) => each !== attribute)), left: attribute };
}
