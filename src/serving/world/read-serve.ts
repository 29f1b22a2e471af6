import * as z from "zod/mini";
import type { Serve } from "../../platforms/model/audience";
import type { FlagValue } from "../../platforms/model/flag-value";
import { recordOf } from "../../record-of";
import { type Fact, known, unknown } from "../fact";
import { type Cell, entries, isClosed, isOpen, member } from "./resource-values";
import type { WorldVariant } from "./world";

/** Numbers of any size may come as text. */
const number = z.union([z.number(), z.string()]);
const value = z.object({
  boolean: z.nullish(z.boolean()),
  string: z.nullish(z.string()),
  integer: z.nullish(z.number()),
  number: z.nullish(number),
  json: z.nullish(z.string()),
});
const bucketed = { bucket_by: z.nullish(z.string()), otherwise: z.nullish(z.string()) };
const serve = z.object({
  value: z.nullish(value),
  variant: z.nullish(z.string()),
  split: z.nullish(z.object({ weights: recordOf(number), control: z.nullish(number), ...bucketed })),
  rollout: z.nullish(
    z.object({
      from: z.string(),
      to: z.string(),
      start: z.string(),
      stages: z.array(z.object({ percentage: number, minutes: z.number() })),
      ...bucketed,
    }),
  ),
});

/** Null: the attribute is not set. */
export function readServe(cell: Cell, whose: string): Fact<Serve | null> {
  if (!isClosed(cell)) return unknown("after apply", `what ${whose} serves is known after the apply`);
  if (cell.value === null || cell.value === undefined) return known(null);
  const read = z.safeParse(serve, cell.value);
  const served = read.success ? neutral(read.data) : undefined;
  return served ? known(served) : unknown("elsewhere", `what ${whose} serves has a form that is not known here`);
}

function neutral({ value: own, variant, split, rollout }: z.infer<typeof serve>): Serve | undefined {
  if (typeof variant === "string") return { kind: "variant", variant };
  if (split) {
    const { weights, control, bucket_by: bucketBy = null, otherwise = null } = split;
    const shares = Object.fromEntries(Object.entries(weights).map(([key, share]) => [key, Number(share)]));
    const rest = control === null || control === undefined ? null : Number(control);
    return { kind: "split", weights: shares, control: rest, bucketBy, otherwise };
  }
  if (rollout) {
    const { from, to, start, bucket_by: bucketBy = null, otherwise = null } = rollout;
    const stages = rollout.stages.map(({ percentage, minutes }) => ({ percentage: Number(percentage), minutes }));
    return { kind: "rollout", from, to, start, stages, bucketBy, otherwise };
  }
  const flagValue = own ? neutralValue(own) : undefined;
  return flagValue && { kind: "value", value: flagValue };
}

function neutralValue({ boolean, string, integer, number: decimal, json }: z.infer<typeof value>): FlagValue | undefined {
  if (typeof boolean === "boolean") return { kind: "boolean", value: boolean };
  if (typeof string === "string") return { kind: "string", value: string };
  if (typeof integer === "number") return { kind: "integer", value: integer };
  if (decimal !== null && decimal !== undefined) return { kind: "number", value: String(decimal) };
  return typeof json === "string" ? { kind: "json", value: json } : undefined;
}

/** The variants of a flag or a definition. */
export function readVariants(cell: Cell, whose: string): Fact<readonly WorldVariant[]> {
  const open = unknown("after apply", `the variants of ${whose} are known after the apply`);
  if (isOpen(cell)) return open;
  if (cell.value === null || cell.value === undefined)
    return unknown("unmanaged", `the variants of ${whose} are not managed here`);
  const variants: WorldVariant[] = [];
  for (const [key, each] of entries(cell)) {
    const own = member(each, "value");
    const read = z.safeParse(value, own.value);
    const flagValue = isClosed(own) && read.success ? neutralValue(read.data) : undefined;
    if (!flagValue) return open;
    variants.push({ key, value: flagValue });
  }
  return known(variants);
}
