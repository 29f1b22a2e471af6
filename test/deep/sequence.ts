import fc from "fast-check";
import type { Driver } from "../../src/testing/driver";
import { DriverError } from "../../src/testing/failure";
import { Plan, type PlannedChange } from "../../src/testing/plan";
import type { Bodies } from "../support/platform-workbench";
import { withUnknowns } from "./unknowns";

/** Sequences of what people do with a stack. The driver's oracle holds each answer; after each whole apply a plan must be empty. */

export type Step<Wish, Hand> =
  | { readonly kind: "apply" | "refresh-only"; readonly wish: Wish; readonly unknowns: readonly number[] }
  /** The plan is saved, somebody does something, and then it is applied. */
  | { readonly kind: "late"; readonly wish: Wish; readonly hand: Hand; readonly unknowns: readonly number[] }
  | { readonly kind: "target" | "replace" | "import"; readonly wish: Wish; readonly choice: number }
  | { readonly kind: "move"; readonly wish: Wish }
  | { readonly kind: "hand"; readonly hand: Hand };

export function sequenceOf<Wish, Hand>(
  wish: fc.Arbitrary<Wish>,
  hand: fc.Arbitrary<Hand>,
  gentleHand: fc.Arbitrary<Hand>,
): fc.Arbitrary<readonly Step<Wish, Hand>[]> {
  const unknowns = fc.array(fc.nat(200), { maxLength: 5 });
  const choice = fc.nat(50);
  const step: fc.Arbitrary<Step<Wish, Hand>> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("apply" as const), wish, unknowns }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("refresh-only" as const), wish, unknowns }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("late" as const), wish, hand: gentleHand, unknowns }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom("target" as const, "replace" as const, "import" as const),
        wish,
        choice,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("move" as const), wish }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("hand" as const), hand }) },
  );
  const first = fc.record({ kind: fc.constant("apply" as const), wish, unknowns });
  return fc.tuple(first, fc.array(step, { minLength: 1, maxLength: 2 })).map(([one, more]) => [one, ...more]);
}

/** What a platform's workbench must be able to do for a sequence. */
export interface Stage<Wish, Hand> {
  readonly driver: Driver;
  /** Resources and data by type; `suffix` is the end of each address. */
  parts(wish: Wish, suffix: string): { readonly resources: Bodies; readonly data: Bodies };
  stack(parts: { readonly resources: Bodies; readonly data: Bodies }, more: object): object;
  importId(address: string, attributes: Readonly<Record<string, unknown>>): string | undefined;
  doByHand(hand: Hand): Promise<void>;
  /** Whether it can be replaced while something uses it. */
  replaces(address: string): boolean;
  /** Whether children of what is replaced learn of it only with the next plan. */
  lags(wish: Wish): boolean;
}

export class Sequence<Wish, Hand> {
  private suffix = "";
  private salt = 0;
  private last: object = {};

  constructor(private readonly stage: Stage<Wish, Hand>) {}

  async run(steps: readonly Step<Wish, Hand>[]): Promise<void> {
    for (const [index, step] of steps.entries()) {
      try {
        await this.play(step);
      } catch (cause) {
        const kinds = steps.map(({ kind }) => kind).join(", ");
        throw new Error(`step ${String(index + 1)} of ${kinds}: ${cause instanceof Error ? cause.message : String(cause)}`, {
          cause,
        });
      }
    }
    await this.stage.driver.destroy(this.last);
    expect(this.stage.driver.state.instances.map(({ address }) => address)).toEqual([]);
  }

  private async play(step: Step<Wish, Hand>): Promise<void> {
    const { driver } = this.stage;
    if (step.kind === "hand") return this.stage.doByHand(step.hand);
    switch (step.kind) {
      case "apply":
        return this.applyWhole(this.stackOf(step.wish, step.unknowns), step.wish);
      case "refresh-only":
        await driver.apply(this.last, { refreshOnly: true });
        return this.applyWhole(this.stackOf(step.wish, step.unknowns), step.wish);
      case "late": {
        const stack = this.stackOf(step.wish, step.unknowns);
        const saved = (await driver.plan(stack)).toText();
        await this.stage.doByHand(step.hand);
        await driver.apply(Plan.fromText(saved));
        return this.applyWhole(stack, step.wish);
      }
      case "target": {
        const stack = this.stackOf(step.wish, []);
        const address = this.choose(step.choice);
        if (address !== undefined) await driver.apply(stack, { targets: [address] }).catch(unlessAbsent);
        return this.applyWhole(stack, step.wish);
      }
      case "replace": {
        const stack = this.stackOf(step.wish, []);
        const address = this.choose(step.choice);
        return this.applyWhole(stack, step.wish, address !== undefined && this.stage.replaces(address) ? [address] : []);
      }
      case "import":
        return this.importOne(step.wish, step.choice);
      case "move":
        return this.move(step.wish);
    }
  }

  private async applyWhole(stack: object, wish: Wish, replace: readonly string[] = []): Promise<void> {
    const { driver } = this.stage;
    this.last = stack;
    const known = new Set(driver.state.instances.map(({ address }) => address));
    const plan = await driver.plan(stack, { replace: replace.filter((each) => known.has(each)) });
    await driver.apply(plan);
    const replaces = plan.changes.some(({ action }) => action === "replace");
    if (replaces && this.stage.lags(wish)) await driver.apply(stack);
    const after = await driver.plan(stack);
    expect(after.changes.filter(({ action }) => action !== "no-op").map(difference)).toEqual([]);
  }

  /** Somebody lost a part of the state, and imports it again beside whatever else changes. */
  private async importOne(wish: Wish, choice: number): Promise<void> {
    const { driver } = this.stage;
    const address = this.choose(choice);
    const attributes = address === undefined ? undefined : driver.instance(address)?.attributes;
    const parts = this.stage.parts(wish, this.suffix);
    const [type = "", name = ""] = (address ?? "").split(".");
    const isWished = parts.resources[type.replace(/^flagform_/, "")]?.[name] !== undefined;
    const id = address !== undefined && attributes && isWished ? this.stage.importId(address, attributes) : undefined;
    if (address === undefined || id === undefined) return this.applyWhole(this.stackOf(wish, []), wish);
    driver.forget(address);
    const imports = [{ to: address, id: id.replace(/\$\{/g, "$$$${") }];
    const stack = this.stackOf(wish, [], { import: imports });
    const isThere = await driver.plan(stack, { targets: [address] }).then(() => true, unlessGone);
    await this.applyWhole(isThere ? stack : this.stackOf(wish, []), wish);
  }

  private move(wish: Wish): Promise<void> {
    const before = this.suffix;
    this.suffix = before === "" ? "_moved" : "";
    const stack = this.stackOf(wish, []);
    const addresses = this.stage.driver.state.instances.filter(
      ({ type, mode }) => mode === "managed" && type !== "terraform_data",
    );
    const moved = addresses.map(({ address }) => {
      const to = before === "" ? `${address}${this.suffix}` : address.slice(0, -before.length);
      return { from: address, to };
    });
    return this.applyWhole({ ...stack, moved }, wish);
  }

  private choose(choice: number): string | undefined {
    const managed = this.stage.driver.state.instances.filter(
      ({ mode, type }) => mode === "managed" && type !== "terraform_data",
    );
    return managed[choice % Math.max(1, managed.length)]?.address;
  }

  private stackOf(wish: Wish, unknowns: readonly number[], more: object = {}): object {
    const { resources, data } = this.stage.parts(wish, this.suffix);
    const known = unknowns.length === 0 ? resources : withUnknowns(resources, unknowns, ++this.salt);
    return this.stage.stack({ resources: known, data }, more);
  }
}

/** What a plan that should be empty would change. */
function difference({ address, action, before, after }: PlannedChange): object {
  const names = Object.keys({ ...before, ...after });
  const changed = names.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  const changes = changed.map((name) => `${name}: ${JSON.stringify(before?.[name])} -> ${JSON.stringify(after?.[name])}`);
  return { address, action, changes };
}

/** What somebody removed cannot be imported. */
function unlessGone(cause: unknown): boolean {
  if (cause instanceof DriverError && /Could not import|non-existent remote object/.test(cause.message)) return false;
  throw cause;
}

/** Core knows no target that neither stack nor state has. */
function unlessAbsent(cause: unknown): void {
  if (!(cause instanceof Error) || !cause.message.includes("Invalid target")) throw cause;
}
