import { plainValue } from "../../resources/functions/plain-value";
import type { World } from "../../serving/world/world";
import { worldsOf } from "../../serving/world/worlds-of";
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
      return { address, type, provider, values: plainValue(attributes) as Readonly<Record<string, unknown>> };
    });
}
