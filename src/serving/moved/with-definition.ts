import type { World, WorldDefinition } from "../world/world";

/** A map with one entry in front of another map, which is not copied: a stack may have thousands of flags, each with audiences. */
class InFront<V> extends Map<string, V> {
  constructor(
    private readonly behind: ReadonlyMap<string, V> | undefined,
    key: string,
    value: V,
  ) {
    super();
    super.set(key, value);
  }

  override get(key: string): V | undefined {
    return super.get(key) ?? this.behind?.get(key);
  }

  override has(key: string): boolean {
    return super.has(key) || this.behind?.has(key) === true;
  }
}

/** The world with another definition of one flag in one environment; to be asked, not to be walked through. */
export function withDefinition(world: World, definition: WorldDefinition): World {
  const { environment, flag } = definition;
  const flags = new InFront(world.definitions.get(environment), flag, definition);
  return { ...world, definitions: new InFront<ReadonlyMap<string, WorldDefinition>>(world.definitions, environment, flags) };
}
