import type { Serve } from "../../platforms/model/audience";
import type { FlagValue } from "../../platforms/model/flag-value";
import { OFF, ON } from "../../platforms/model/variant";
import type { Asking } from "../asking";
import { type Fact, known, unknown, type UnknownFact } from "../fact";
import type { ServedLeaf } from "./leaf";
import { isBoolean, valueOfVariant, variantOfValue } from "./variants";

/** What a definition, a rule or an override says of its audience. */
export interface Audience {
  readonly enabled: Fact<boolean>;
  readonly serve: Fact<Serve | null>;
}

/** How a platform assigns people to the shares of what is served. */
export type Assign = (serve: Extract<Serve, { readonly kind: "split" | "rollout" }>, asking: Asking) => ServedLeaf;

/** What an audience gets where "on" and "off" are variants: everywhere but on Flagsmith. `off`: what off serves if the flag is not boolean. */
export function servedByVariant(audience: Audience, off: Fact<string>, asking: Asking, assign: Assign): ServedLeaf {
  if (!isOn(audience, asking)) return offLeaf(off, asking);
  const { serve } = audience;
  if (!serve.known) return asBoolean(asking) ? unmanagedOn(audience, serve, asking) : nothingKnown(serve);
  if (serve.value === null) return asBoolean(asking) ? variantLeaf(ON, asking) : nothingKnown(UNSAID);
  return serveLeaf(serve.value, asking, assign);
}

const UNSAID = unknown("unmanaged", "what it serves is not managed here");

/** What is off serves. */
export function offLeaf(off: Fact<string>, asking: Asking): ServedLeaf {
  if (asBoolean(asking)) return variantLeaf(OFF, asking);
  if (!off.known) return { enabled: known(false), value: off, variant: off };
  return { ...variantLeaf(off.value, asking), enabled: known(false) };
}

/** One variant. A boolean flag is enabled where it serves `on`. */
export function variantLeaf(key: string, asking: Asking): ServedLeaf {
  return {
    enabled: known(!asBoolean(asking) || key !== OFF),
    value: valueOfVariant(key, asking),
    variant: known(key),
  };
}

export function serveLeaf(serve: Serve, asking: Asking, assign: Assign): ServedLeaf {
  switch (serve.kind) {
    case "variant":
      return variantLeaf(serve.variant, asking);
    case "value":
      return valueLeaf(serve.value, asking);
    default:
      return assign(serve, asking);
  }
}

function valueLeaf(value: FlagValue, asking: Asking): ServedLeaf {
  const enabled = !asBoolean(asking) || value.value !== false;
  return { enabled: known(enabled), value: known(value), variant: variantOfValue(value, asking) };
}

/** Without a statement of its own it follows from what is served. */
function isOn({ enabled, serve }: Audience, { chance }: Asking): boolean {
  if (enabled.known) return enabled.value;
  if (enabled.why === "unmanaged" && serve.known && serve.value !== null) return true;
  return chance.holds(enabled.because, enabled.because);
}

/** Managed to be on, while others decide what "on" serves. */
function unmanagedOn({ enabled }: Audience, serve: Fact<Serve | null>, asking: Asking): ServedLeaf {
  if (!serve.known && serve.why === "unmanaged" && enabled.known) return variantLeaf(ON, asking);
  return nothingKnown(serve);
}

function nothingKnown(serve: Fact<unknown>): ServedLeaf {
  return unsaidLeaf(serve.known ? UNSAID : serve);
}

/** On, but what is served is not known. */
export function unsaidLeaf(because: UnknownFact): ServedLeaf {
  return { enabled: known(true), value: because, variant: because };
}

export const NO_SHARES = unknown("elsewhere", "the shares do not sum to 100 %");

function asBoolean(asking: Asking): boolean {
  const boolean = isBoolean(asking);
  return boolean.known ? boolean.value : false;
}
