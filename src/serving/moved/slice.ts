import type { Person } from "../person";
import type { World } from "../world/world";

/** One flag in one environment. */
export interface Unit {
  readonly environment: string;
  readonly flag: string;
}

/** One side of a change, for one audience: a world, and a person who stands for them. */
export interface Slice {
  readonly world: World;
  readonly person: Person;
}
