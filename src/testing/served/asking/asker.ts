import type { EvaluateOptions } from "../../../serving/evaluate";
import type { Person, TraitValue } from "../../../serving/person";
import type { World } from "../../../serving/world/world";
import { PersonIn } from "./placed";

/** Somebody in a test: what are they served? */
export class Asker {
  constructor(
    private readonly worlds: readonly World[],
    private readonly person: Person,
    private readonly options: EvaluateOptions,
  ) {}

  /** The same person, in a segment or not: for segments of other stacks, or whose members the platform knows (cohorts, large segments). */
  inSegment(name: string, isIn = true): Asker {
    return this.as({ ...this.person, segments: { ...this.person.segments, [name]: isIn } });
  }

  /** The same person with more traits. */
  with(traits: Readonly<Record<string, TraitValue>>): Asker {
    return this.as({ ...this.person, traits: { ...this.person.traits, ...traits } });
  }

  /** By the environment's name. */
  in(environment: string): PersonIn {
    return new PersonIn(this.worlds, this.person, environment, this.options);
  }

  private as(person: Person): Asker {
    return new Asker(this.worlds, person, this.options);
  }
}
