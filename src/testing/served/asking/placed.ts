import { type Answer, reasonText } from "../../../serving/answer";
import { evaluate, type EvaluateOptions } from "../../../serving/evaluate";
import type { Person } from "../../../serving/person";
import type { World } from "../../../serving/world/world";
import { contentOf, type Exactly, type Expectation, expectedOf, unmet } from "./expectation";
import { mismatch, type Question } from "./mismatch";
import { worldWith } from "./world-with";

/** A person in an environment. */
export class PersonIn {
  constructor(
    private readonly worlds: readonly World[],
    private readonly person: Person,
    private readonly environment: string,
    private readonly options: EvaluateOptions,
  ) {}

  /**
   * What they are served, without an assertion: a certain answer, a distribution, or unknown with the reasons.
   *
   * @throws where no definition of the flag in the environment is in the stack.
   */
  answer(flag: string): Answer {
    return ask(this.question(flag));
  }

  /**
   * That they get it: whether the flag is on, the value, or an object of what matters.
   *
   * @throws ServedError with what they get, how it came about and who would get it.
   */
  gets(flag: string, expectation: Expectation | Exactly): Got {
    const question = this.question(flag);
    const answer = ask(question);
    const expected = expectedOf(expectation);
    const wrong = unmet(contentOf(answer), expected);
    if (answer.kind === "distribution" || wrong.length > 0) throw mismatch(question, answer, expected, wrong);
    return new Got(this, question, answer);
  }

  private question(flag: string): Question {
    const { worlds, person, environment, options } = this;
    return { world: worldWith(worlds, environment, flag), environment, flag, person, options };
  }
}

function ask({ world, environment, flag, person, options }: Question): Answer {
  return evaluate(world, environment, flag, person, options);
}

/** An expectation that is met. */
export class Got {
  constructor(
    private readonly place: PersonIn,
    private readonly question: Question,
    private readonly answer: Answer,
  ) {}

  /**
   * That it is for this reason: `segment <name>`, `rule <key>`, `identity <identifier>`, `default`, `killed`, `archived` or
   * `not in the rollout`.
   */
  because(reason: string): PersonIn {
    const { answer, question } = this;
    const actual = answer.kind === "certain" ? reasonText(answer.outcome.reason) : "not known";
    if (actual === reason) return this.place;
    const wrong = [`the reason is ${actual}, and should be ${reason}`];
    throw mismatch(question, answer, {}, wrong);
  }

  /** The next expectation of the same person. */
  gets(flag: string, expectation: Expectation | Exactly): Got {
    return this.place.gets(flag, expectation);
  }
}
