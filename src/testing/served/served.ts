import { readFile } from "node:fs/promises";
import type { EvaluateOptions } from "../../serving/evaluate";
import { ANYONE, type Person, type TraitValue } from "../../serving/person";
import { readPersonas as personasIn } from "../../serving/personas";
import type { World } from "../../serving/world/world";
import type { DriverDiagnostic } from "../failure";
import { applyInMemory, type InMemory } from "./apply-in-memory";
import { Asker } from "./asking/asker";
import { Change } from "./asking/change";
import { type Matrix, matrixOf } from "./asking/matrix";
import { ServedError } from "./asking/mismatch";
import { FlagShare } from "./asking/share";
import { synthesized } from "./stack/synthesized";
import { worldsIn } from "./worlds-in";

export interface ServedOptions {
  /** Values of the stack's variables. Credentials need none: no platform is asked. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** When it is asked, in RFC 3339, for rollouts by time. Default: no time; what depends on it is unknown. */
  readonly at?: string;
  /**
   * Whose SDK asks, where a vendor's SDKs differ: on Split `javascript` (as Python, Go and PHP) or `java` (as .NET and Android), on
   * Mixpanel `node` or `python`. Default: any; what differs between them is unknown.
   */
  readonly sdk?: string;
}

/**
 * Who is served what by a stack, for unit tests with any runner. Needs no Terraform, no account and no network: the stack is planned and
 * applied in this process, on platforms in memory.
 *
 *     const served = await new Served(stack).apply();
 *     served.for("user-42", { country: "GB" }).in("production").gets("checkout", "fast").because("segment beta");
 */
export class Served {
  private done: { readonly worlds: readonly World[]; readonly memory: InMemory } | undefined;

  /** `stack`: a TerraformStack, or the object in its synthesized file (`cdk.tf.json`, or any of Terraform's JSON syntax). */
  constructor(
    private readonly stack: object,
    private readonly options: ServedOptions = {},
    private readonly place?: string,
  ) {}

  /**
   * Plans and applies the stack. Everything else needs it first.
   *
   * @throws DriverError with Terraform's own diagnostics for a stack that would be refused.
   */
  async apply(): Promise<this> {
    const file = await synthesized(this.stack);
    const { variables = {}, at } = this.options;
    const now = at === undefined ? () => new Date() : () => new Date(at);
    const memory = await applyInMemory(file, { variables, now });
    this.done = { worlds: worldsIn(memory), memory };
    return this;
  }

  /** Warnings of the plan and the apply. */
  get warnings(): readonly DriverDiagnostic[] {
    return this.applied.memory.warnings;
  }

  /** A person by identifier and traits. */
  for(identity: string, traits: Readonly<Record<string, TraitValue>> = {}): Asker {
    return this.persona({ identity, traits });
  }

  /** Somebody whom nothing names: no override, no listed identity, no trait. */
  anyone(): Asker {
    return this.persona(ANYONE);
  }

  /** Anyone in a segment, also in one of another stack. */
  inSegment(name: string): Asker {
    return this.anyone().inSegment(name);
  }

  /** A person of a file of personas, or an object of yours. */
  persona(person: Partial<Person>): Asker {
    return new Asker(this.worlds, { ...ANYONE, ...person }, this.evaluation);
  }

  /** Which shares of people get what: of anyone, or of people like somebody. */
  share(flag: string, person: Partial<Person> = ANYONE): FlagShare {
    return new FlagShare(this.worlds, flag, { ...ANYONE, ...person }, this.evaluation);
  }

  /** All flags in all environments, for each of some people: to be kept as a snapshot. */
  matrix(people: Readonly<Record<string, Partial<Person>>> = {}): Matrix {
    return matrixOf(this.worlds, { anyone: ANYONE, ...wholePeople(people) }, this.evaluation);
  }

  /** What this serves after what another one served before; both are applied. */
  since(before: Served, people: Readonly<Record<string, Partial<Person>>> = {}): Change {
    return new Change(before.worlds, this.worlds, wholePeople(people), this.evaluation);
  }

  /** Only one project (by name) or provider configuration (by alias) of a stack that has several. */
  within(place: string): Served {
    const view = new Served(this.stack, this.options, place);
    view.done = this.done;
    return view;
  }

  private get worlds(): readonly World[] {
    const { worlds } = this.applied;
    const { place } = this;
    if (place === undefined) return worlds;
    return worlds.filter(
      ({ project, provider }) => project === place || provider === place || provider === `flagform.${place}`,
    );
  }

  private get applied(): NonNullable<Served["done"]> {
    if (this.done) return this.done;
    throw new ServedError("The stack is not applied yet: `await new Served(stack).apply()`.");
  }

  private get evaluation(): EvaluateOptions {
    const { at, sdk } = this.options;
    return { ...(at !== undefined && { at: Date.parse(at) }), ...(sdk !== undefined && { sdk }) };
  }
}

/** Applies two stacks, and gives what the second changes: `(await change(before, after)).touchesOnly("production", "checkout")`. */
export async function change(before: object, after: object, options: ServedOptions = {}): Promise<Change> {
  const [one, other] = [await new Served(before, options).apply(), await new Served(after, options).apply()];
  return other.since(one);
}

/** The people in a JSON file of personas, by name: a path from the current directory, or a `file:` URL. */
export async function readPersonas(file: string | URL): Promise<Readonly<Record<string, Person>>> {
  const text = await readFile(file, "utf8");
  try {
    return personasIn(text);
  } catch (error) {
    throw new ServedError(`${String(file)} ${error instanceof Error ? error.message : String(error)}`);
  }
}

function wholePeople(people: Readonly<Record<string, Partial<Person>>>): Readonly<Record<string, Person>> {
  return Object.fromEntries(Object.entries(people).map(([name, person]) => [name, { ...ANYONE, ...person }]));
}
