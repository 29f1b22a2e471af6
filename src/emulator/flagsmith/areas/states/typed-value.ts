import type { Field } from "../../drf/field";
import { boolean, choice, column, nullable, text } from "../../drf/field";
import { nested } from "../../drf/serializer";
import type { StoredValue } from "../../store/records";
import { VALUE_LIMIT } from "../../store/stored-value";
import { assign } from "../common";

/** A typed value: only the columns sent change, and without `type` the old type stays. */
interface TypedValue {
  readonly type?: "unicode" | "int" | "bool" | null;
  readonly string_value?: string | null;
  readonly integer_value?: number | null;
  readonly boolean_value?: boolean | null;
}

export const typedValue: Field<TypedValue> = nested(
  {
    type: nullable(choice(["unicode", "int", "bool"], { required: false })),
    string_value: nullable(text({ max: VALUE_LIMIT, blank: true, required: false })),
    integer_value: nullable(column({ required: false })),
    boolean_value: nullable(boolean({ required: false })),
  },
  { required: false },
);

export function setTypedValue(target: StoredValue, sent: TypedValue | undefined): void {
  if (!sent) return;
  const { type, ...columns } = sent;
  assign(target, { ...columns, type: type ?? undefined });
}

export const priorityField = column({ min: 0, required: false });
