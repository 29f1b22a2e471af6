import type { World } from "../../serving/world/world";
import { worldsOf } from "../../serving/world/worlds-of";
import { Decimal } from "../../terraform/value";
import type { StackState } from "../core/state";
import type { InMemory } from "./apply-in-memory";

/** What a state says, world by world. Nothing but the stack was there, so they are closed. */
export function worldsIn({ state, platforms }: InMemory): readonly World[] {
  return [...platforms].flatMap(([provider, { platform, entity }]) => {
    const own = resourcesIn(state).filter((each) => each.provider === provider);
    return worldsOf(own, { platform, entity, closed: true });
  });
}

function resourcesIn({ instances }: StackState) {
  return instances
    .filter(({ mode, deposed }) => mode === "managed" && deposed === undefined)
    .map(({ address, type, provider, attributes }) => {
      return { address, type, provider, values: plain(attributes) as Readonly<Record<string, unknown>> };
    });
}

/** Numbers of any size as text. */
function plain(value: unknown): unknown {
  if (value instanceof Decimal) return value.text;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
