import type { Condition, EntityAccessor, TargetList } from "../../../src/emulator/vercel/schema/condition";
import type { Environment, Outcome } from "../../../src/emulator/vercel/schema/environment";
import type { Flag, Segment } from "../../../src/emulator/vercel/store/records";
import type { Entities } from "./official-worlds";

/** What the vendor's evaluation (@vercel/flags-core) answers. */
export interface Verdict {
  readonly variantId: string | null;
  readonly value?: unknown;
  readonly reason: string;
  readonly outcomeType?: string | undefined;
}

interface Evaluator {
  evaluate(question: object): Verdict;
}

const { evaluate } = jest.requireActual<Evaluator>("@vercel/flags-core");

/** Asks it of the same flag and segments, packed as its applications get them. */
export class OfficialEngine {
  private readonly definition: object;
  private readonly segments: object;

  constructor(flag: Flag, segments: readonly Segment[]) {
    this.definition = packFlag(flag);
    this.segments = Object.fromEntries(segments.map((each) => [each.id, packSegment(each)])) as object;
  }

  evaluate(environment: string, entities: Entities): Verdict {
    const { definition, segments } = this;
    const { variantId, value, reason, outcomeType } = evaluate({ definition, segments, environment, entities });
    return reason === "error" ? { variantId, reason } : { variantId, value, reason, outcomeType };
  }
}

function packFlag({ variants, seed, environments }: Flag): object {
  const ids = variants.map((each) => each.id);
  const packed = Object.entries(environments).map(([name, each]) => [name, packEnvironment(each, ids)]);
  return {
    variants: variants.map((each) => each.value),
    variantIds: ids,
    seed,
    environments: Object.fromEntries(packed) as object,
  };
}

/** A paused environment is nothing but its variant, one that reuses another nothing but that one's name. */
function packEnvironment(given: Environment, ids: readonly string[]): unknown {
  if (!given.active) return ids.indexOf(given.pausedOutcome.variantId);
  if (given.reuse?.active === true) return { reuse: given.reuse.environment };
  return {
    targets: ids.map((id) => packTargets(given.targets?.[id] ?? {})),
    rules: given.rules.map(({ conditions, outcome }) => ({
      conditions: conditions.map(packCondition),
      outcome: packOutcome(outcome, ids),
    })),
    fallthrough: packOutcome(given.fallthrough, ids),
  };
}

function packSegment({ data }: Segment): object {
  return {
    ...(data.include && { include: packTargets(data.include) }),
    ...(data.exclude && { exclude: packTargets(data.exclude) }),
    ...(data.rules && {
      rules: data.rules.map(({ conditions, outcome }) => ({
        conditions: conditions.map(packCondition),
        outcome: outcome.type === "all" ? 1 : { ...outcome, base: packAccessor(outcome.base) },
      })),
    }),
  };
}

function packTargets(list: TargetList): object {
  return mapValues(list, (attributes) => mapValues(attributes, (members) => members.map((each) => each.value)));
}

function packCondition({ lhs, cmp, rhs, cmpOptions }: Condition): unknown[] {
  const operand = typeof rhs === "object" && rhs.type !== "regex" ? rhs.items.map((each) => each.value) : rhs;
  const accessor = lhs.type === "segment" ? "segment" : packAccessor(lhs);
  return [accessor, cmp, operand, ...(cmpOptions?.ignoreCase === true ? [{ i: true }] : [])];
}

function packOutcome(outcome: Outcome, ids: readonly string[]): unknown {
  const indexOf = (id: string): number => ids.indexOf(id);
  switch (outcome.type) {
    case "variant":
      return indexOf(outcome.variantId);
    case "split":
      return {
        type: "split",
        base: packAccessor(outcome.base),
        weights: ids.map((id) => outcome.weights[id] ?? 0),
        defaultVariant: indexOf(outcome.defaultVariantId),
      };
    case "rollout":
      return {
        type: "rollout",
        base: packAccessor(outcome.base),
        startTimestamp: outcome.startTimestamp,
        rollFromVariant: indexOf(outcome.rollFromVariantId),
        rollToVariant: indexOf(outcome.rollToVariantId),
        defaultVariant: indexOf(outcome.defaultVariantId),
        slots: outcome.slots.map((each) => [each.promille, each.durationMs]),
      };
    case "experiment":
      throw new Error("experiments are made elsewhere");
  }
}

function packAccessor({ kind, attribute }: EntityAccessor): string[] {
  return [kind, attribute];
}

function mapValues<T>(given: Readonly<Record<string, T>>, change: (each: T) => unknown): object {
  return Object.fromEntries(Object.entries(given).map(([name, each]) => [name, change(each)])) as object;
}
