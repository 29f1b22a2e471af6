import { z } from "zod";
import { recordOf } from "../../wire/record-of";

/** The 23 comparators (reference, 3.5). */
export const COMPARATORS = [
  "eq",
  "!eq",
  "oneOf",
  "!oneOf",
  "containsAllOf",
  "containsAnyOf",
  "containsNoneOf",
  "startsWith",
  "!startsWith",
  "endsWith",
  "!endsWith",
  "contains",
  "!contains",
  "ex",
  "!ex",
  "gt",
  "gte",
  "lt",
  "lte",
  "regex",
  "!regex",
  "before",
  "after",
] as const;
export type Comparator = (typeof COMPARATORS)[number];

const MOST_ITEMS = 10_000;

/** An attribute of an entity: what a condition checks, and what a split buckets by. */
export const entityAccessor = z.strictObject({ type: z.literal("entity"), kind: z.string(), attribute: z.string() });

const listItem = z.strictObject({
  value: z.union([z.string(), z.number()]),
  label: z.string().optional(),
  note: z.string().optional(),
});

const operand = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["list", "list/inline"]), items: z.array(listItem).max(MOST_ITEMS) }),
  z.strictObject({ type: z.literal("regex"), pattern: z.string(), flags: z.string() }),
]);

export const condition = z.strictObject({
  lhs: z.discriminatedUnion("type", [z.strictObject({ type: z.literal("segment") }), entityAccessor]),
  cmp: z.enum(COMPARATORS),
  rhs: z.union([z.string(), z.number(), z.boolean(), operand]).optional(),
  cmpOptions: z.strictObject({ ignoreCase: z.boolean().optional() }).optional(),
});

const target = z.strictObject({ value: z.string(), note: z.string().optional() });

/** Entities listed one by one: kind → attribute → values, at most 10 000 of each attribute. */
export const targetList = recordOf(recordOf(z.array(target).max(MOST_ITEMS)));

export type Condition = z.output<typeof condition>;
export type Operand = Condition["rhs"];
export type EntityAccessor = z.output<typeof entityAccessor>;
export type TargetList = z.output<typeof targetList>;
