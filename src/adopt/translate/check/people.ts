import { neighbours } from "../../../serving/nearest";
import { ANYONE, type Person } from "../../../serving/person";
import type { World, WorldDefinition } from "../../../serving/world/world";

/** More people say nothing new about one flag. */
const MOST = 200;

/**
 * People who could be served something else than others: one for each audience of a flag, and the same without one of the traits that
 * make them a part of it, and with all traits of two audiences.
 */
export function peopleOf(world: World, definition: WorldDefinition): readonly Person[] {
  const someone: Person = { ...ANYONE, identity: "somebody" };
  const first = neighbours(world, definition, someone).map(({ person }) => person);
  const both = first.slice(0, 12).flatMap((one) => neighbours(world, definition, one).map(({ person }) => person));
  const partly = first.flatMap((person) =>
    Object.keys(person.traits).map((name): Person => {
      return { ...person, traits: Object.fromEntries(Object.entries(person.traits).filter(([each]) => each !== name)) };
    }),
  );
  const all = [someone, ...first, ...partly, ...both];
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()].slice(0, MOST);
}
