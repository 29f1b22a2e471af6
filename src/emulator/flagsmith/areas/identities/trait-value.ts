import type { Field } from "../../drf/field";
import { FieldError, nullable } from "../../drf/field";
import { Float, toText } from "../../drf/json";
import type { TraitValue } from "../../store/records";

/** Traits keep their JSON type; anything but text, a number or a boolean becomes text. */
export const traitValue: Field<TraitValue | null> = nullable({
  required: true,
  nullable: false,
  read: (value) => {
    if (typeof value === "boolean") return { kind: "boolean", value };
    if (value instanceof Float) return { kind: "float", value: value.value };
    if (typeof value === "number" || typeof value === "bigint") return { kind: "integer", value: Number(value) };
    const written = toText(value);
    if (written.length > 2000) throw new FieldError("Value string is too long. Must be less than 2000 character");
    return { kind: "string", value: written };
  },
});
