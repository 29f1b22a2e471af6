import { createRequire } from "node:module";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";

/**
 * Properties of a stack under test.
 */
export interface ServedStackProps {
  /**
   * Values of the stack's variables. Credentials need none: no platform is asked.
   *
   * @default - the variables' own defaults
   */
  readonly variables?: { [name: string]: unknown };

  /**
   * When it is asked, in RFC 3339, for rollouts by time.
   *
   * @default - no time: what depends on it is unknown
   */
  readonly at?: string;

  /**
   * Whose SDK asks, where a vendor's SDKs differ: on Split `javascript` or `java`, on Mixpanel `node` or `python`.
   *
   * @default - any: what differs between them is unknown
   */
  readonly sdk?: string;
}

/**
 * Somebody who asks for a flag.
 */
export interface ServedPerson {
  /**
   * What identifies them: a user, a device or an account.
   *
   * @default - somebody whom nothing names
   */
  readonly identity?: string;

  /**
   * Their traits: texts, numbers, booleans or lists of them.
   *
   * @default - none
   */
  readonly traits?: { [name: string]: unknown };

  /**
   * Memberships of segments that the stack cannot see, by the segment's name.
   *
   * @default - none
   */
  readonly segments?: { [name: string]: boolean };
}

/**
 * Which flag, where, for whom.
 */
export interface ServedQuestion {
  /** The environment's name. */
  readonly environment: string;

  /** The flag's key. */
  readonly flag: string;

  /**
   * Who asks.
   *
   * @default - somebody whom nothing names
   */
  readonly person?: ServedPerson;
}

/**
 * What somebody should be served. What is left out does not matter.
 */
export interface ServedExpectation extends ServedQuestion {
  /**
   * Whether the flag is on for them.
   *
   * @default - it does not matter
   */
  readonly enabled?: boolean;

  /**
   * The value as applications get it.
   *
   * @default - it does not matter
   */
  readonly value?: unknown;

  /**
   * The variant's key.
   *
   * @default - it does not matter
   */
  readonly variant?: string;

  /**
   * Why: `segment <name>`, `rule <key>`, `identity <identifier>`, `default`, `killed`, `archived` or `not in the rollout`.
   *
   * @default - it does not matter
   */
  readonly reason?: string;
}

/**
 * Who is served what by a stack, for unit tests in every language. The stack is planned and applied in memory, when the first question
 * is asked: without Terraform, an account or a network. In TypeScript and JavaScript, `flagform/testing` offers more.
 *
 * @example
 *   await new ServedStack(stack).gets({ environment: "production", flag: "checkout", enabled: true });
 */
export class ServedStack {
  private applied: Promise<AppliedStack> | undefined;

  /**
   * Nothing is planned yet.
   *
   * @param stack the stack
   * @param props how to ask
   */
  public constructor(
    private readonly stack: TerraformStack,
    private readonly props: ServedStackProps = {},
  ) {}

  /**
   * That somebody is served what is expected. Fails with what is served, how it came about and who would get it; and with Terraform's own
   * errors for a stack that would be refused.
   *
   * @param expectation who should be served what
   */
  public async gets(expectation: ServedExpectation): Promise<void> {
    const { environment, flag, person = {}, reason, enabled, value, variant } = expectation;
    const served = await this.apply();
    const got = served
      .persona(person)
      .in(environment)
      .gets(flag, {
        ...(enabled !== undefined && { enabled }),
        ...(value !== undefined && { value }),
        ...(variant !== undefined && { variant }),
      });
    if (reason !== undefined) got.because(reason);
  }

  /**
   * Which shares of people like somebody are served what: percentages by variant, or by value.
   *
   * @param question which flag, where
   */
  public async shares(question: ServedQuestion): Promise<{ [variant: string]: number }> {
    const { environment, flag, person = {} } = question;
    return (await this.apply()).share(flag, person).in(environment).shares();
  }

  private apply(): Promise<AppliedStack> {
    if (this.applied === undefined) {
      // The driver, the provider and the emulators: loaded by those who test only.
      const load = createRequire(__filename);
      const { Served } = load(join(__dirname, "..", "..", "testing.js")) as TestingModule;
      this.applied = new Served(this.stack, this.props).apply();
    }
    return this.applied;
  }
}

/** What is used here of `flagform/testing`. */
interface AppliedStack {
  persona(person: ServedPerson): {
    in(environment: string): { gets(flag: string, expected: object): { because(reason: string): unknown } };
  };
  share(flag: string, person: ServedPerson): { in(environment: string): { shares(): { [variant: string]: number } } };
}

interface TestingModule {
  readonly Served: new (stack: object, options: object) => { apply(): Promise<AppliedStack> };
}
