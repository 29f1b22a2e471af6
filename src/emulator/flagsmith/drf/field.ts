import type { Json } from "./json";
import { Float, isObject, toText, typeName } from "./json";
import { parseInteger, strip } from "./python-text";

/** Converts a value; throws a FieldError where Django REST framework refuses it. */
export interface Field<T> {
  readonly required: boolean;
  readonly nullable: boolean;
  read(value: Json): T;
}

/** The errors of one field, in the form of the response. */
export class FieldError extends Error {
  readonly errors: unknown;

  constructor(errors: unknown) {
    super(JSON.stringify(errors));
    this.errors = typeof errors === "string" ? [errors] : errors;
  }
}

export interface Presence {
  readonly required?: boolean;
}

const INTEGER_RANGE = { min: -2147483648, max: 2147483647 };

/** The same field, also taking null. */
export function nullable<T>(field: Field<T>): Field<T | null> {
  return { ...field, nullable: true, read: (value) => (value === null ? null : field.read(value)) };
}

/** The same field, which may be left out. */
export function optional<T>(field: Field<T>): Field<T> {
  return { ...field, required: false };
}

interface TextOptions extends Presence {
  readonly max?: number;
  readonly blank?: boolean;
}

/** CharField: numbers become text, booleans do not, both ends are stripped as Python does. */
export function text(options: TextOptions = {}): Field<string> {
  return field(options, (value) => {
    if (typeof value === "boolean" || value === null || isObject(value) || Array.isArray(value)) {
      throw new FieldError("Not a valid string.");
    }
    const stripped = strip(toText(value));
    if (stripped === "" && !options.blank) throw new FieldError("This field may not be blank.");
    const problems: string[] = [];
    if (options.max !== undefined && Array.from(stripped).length > options.max) {
      problems.push(`Ensure this field has no more than ${options.max} characters.`);
    }
    if (stripped.includes("\0")) problems.push("Null characters are not allowed.");
    if (problems.length > 0) throw new FieldError(problems);
    return stripped;
  });
}

interface NumberOptions extends Presence {
  readonly min?: number;
  readonly max?: number;
}

/** IntegerField of a plain serializer: no range unless one is given. "1" and 1.0 are integers, true is not. */
export function integer(options: NumberOptions = {}): Field<number> {
  return field(options, (value) => {
    if (typeof value === "string" && value.length > 1000) throw new FieldError("String value too large.");
    const parsed = isObject(value) || Array.isArray(value) ? undefined : parseInteger(toText(value).replace(/\.0*\s*$/, ""));
    if (parsed === undefined) throw new FieldError("A valid integer is required.");
    return within(Number(parsed), options);
  });
}

/** IntegerField of a model: a column of 32 bits. */
export function column(options: NumberOptions = {}): Field<number> {
  return integer({ ...INTEGER_RANGE, ...options });
}

export function float(options: NumberOptions = {}): Field<number> {
  return field(options, (value) => {
    const parsed =
      typeof value === "number" || typeof value === "bigint"
        ? Number(value)
        : value instanceof Float
          ? value.value
          : typeof value === "string" && strip(value) !== ""
            ? Number(strip(value))
            : typeof value === "boolean"
              ? Number(value)
              : NaN;
    if (Number.isNaN(parsed)) throw new FieldError("A valid number is required.");
    return within(parsed, options);
  });
}

const TRUE = ["t", "y", "yes", "true", "on", "1", "1.0"];
const FALSE = ["f", "n", "no", "false", "off", "0", "0.0"];

export function boolean(options: Presence = {}): Field<boolean> {
  return field(options, (value) => {
    const word = isObject(value) || Array.isArray(value) ? "" : toText(value).toLowerCase();
    if (TRUE.includes(word)) return true;
    if (FALSE.includes(word)) return false;
    throw new FieldError("Must be a valid boolean.");
  });
}

export function choice<const T extends string>(choices: readonly T[], options: Presence = {}): Field<T> {
  return field(options, (value) => {
    const found = choices.find((each) => each === toText(value));
    if (found === undefined) throw new FieldError(`"${toText(value)}" is not a valid choice.`);
    return found;
  });
}

/** PrimaryKeyRelatedField: the id of a row that exists. */
export function related<T>(find: (id: number) => T | undefined, options: Presence = {}): Field<T> {
  return field(options, (value) => {
    const isText = typeof value === "string";
    if (
      typeof value === "boolean" ||
      isObject(value) ||
      Array.isArray(value) ||
      (isText && parseInteger(value) === undefined)
    ) {
      throw new FieldError(`Incorrect type. Expected pk value, received ${typeName(value)}.`);
    }
    const row = find(Number(parseInteger(toText(value).replace(/\.0+$/, ""))));
    if (row === undefined) throw new FieldError(`Invalid pk "${toText(value)}" - object does not exist.`);
    return row;
  });
}

/** Any value, unchanged. */
export function anything(options: Presence = {}): Field<Json> {
  return { ...field(options, (value: Json) => value), nullable: true };
}

/** A field followed by a check of its own (`validate_<field>`). */
export function checked<T>(inner: Field<T>, check: (value: T) => void): Field<T> {
  return {
    ...inner,
    read: (value) => {
      const result = inner.read(value);
      check(result);
      return result;
    },
  };
}

function field<T>(options: Presence, read: (value: Json) => T): Field<T> {
  return { required: options.required ?? true, nullable: false, read };
}

function within(value: number, { min, max }: NumberOptions): number {
  if (max !== undefined && value > max) throw new FieldError(`Ensure this value is less than or equal to ${max}.`);
  if (min !== undefined && value < min) throw new FieldError(`Ensure this value is greater than or equal to ${min}.`);
  return value;
}
