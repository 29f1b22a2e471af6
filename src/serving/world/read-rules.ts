import * as z from "zod/mini";
import {
  CONDITION_TYPES,
  SEGMENT_OPERATORS,
  type SegmentCondition,
  type SegmentRule,
} from "../../platforms/model/segment-rule";
import { type Fact, known, unknown } from "../fact";
import { readServe } from "./read-serve";
import { readSwitch } from "./read-switch";
import { type Cell, elements, isClosed, isOpen, member, textIn } from "./resource-values";
import type { WorldRule } from "./world";

const condition = z.object({
  operator: z.enum(SEGMENT_OPERATORS),
  trait: z.nullish(z.string()),
  value: z.nullish(z.string()),
  values: z.nullish(z.array(z.string())),
  type: z.nullish(z.enum(CONDITION_TYPES)),
});
const group = { match: z.enum(["all", "any", "none"]), conditions: z.nullish(z.array(condition)) };
const rules = z.array(z.object({ ...group, rules: z.nullish(z.array(z.object(group))) }));

/** The conditions of a segment, or of a rule. Null: not set. */
export function readConditions(cell: Cell, whose: string): Fact<readonly SegmentRule[] | null> {
  if (!isClosed(cell)) return unknown("after apply", `the conditions of ${whose} are known after the apply`);
  if (cell.value === null || cell.value === undefined) return known(null);
  const read = z.safeParse(rules, cell.value);
  if (!read.success) return unknown("elsewhere", `the conditions of ${whose} have a form that is not known here`);
  return known(
    read.data.map(({ match, conditions, rules: inner }) => ({
      match,
      conditions: (conditions ?? []).map(neutral),
      rules: (inner ?? []).map((each) => ({ match: each.match, conditions: (each.conditions ?? []).map(neutral) })),
    })),
  );
}

function neutral({ operator, trait, value, values, type }: z.infer<typeof condition>): SegmentCondition {
  return { operator, trait: trait ?? null, value: value ?? null, values: values ?? null, type: type ?? null };
}

/** The targeting rules of a definition. */
export function readTargetingRules(cell: Cell, whose: string): Fact<readonly WorldRule[]> {
  if (isOpen(cell)) return unknown("after apply", `the rules of ${whose} are known after the apply`);
  if (cell.value === null || cell.value === undefined)
    return unknown("unmanaged", `the rules of ${whose} are not managed here`);
  const read: WorldRule[] = [];
  for (const [index, each] of elements(cell).entries()) {
    const key = textIn(each, "key") ?? `rule-${index + 1}`;
    const rule = `rule ${JSON.stringify(key)} of ${whose}`;
    const when = readConditions(member(each, "when"), rule);
    // Whether a later rule applies is not known then either.
    if (!when.known) return when;
    const enabled = readSwitch(member(each, "enabled"), `whether ${rule} is on`);
    // Null: on.
    const isOn = !enabled.known && enabled.why === "unmanaged" ? known(true) : enabled;
    read.push({ key, when: when.value ?? [], enabled: isOn, serve: readServe(member(each, "serve"), rule) });
  }
  return known(read);
}
