import { getOwn, setOwn } from "../../../get-own";
import { invalid } from "../wire/api-error";
import type { Field, Presence } from "./field";
import { FieldError } from "./field";
import type { Json } from "./json";
import { isObject, typeName } from "./json";

type Shape = { readonly [name: string]: Field<unknown> };

/** The parsed fields; fields that were not sent are absent. */
type Values<S extends Shape> = { [N in keyof S]?: S[N] extends Field<infer T> ? T : never };

interface SerializerOptions<S extends Shape> extends Presence {
  /** PATCH: nothing is required. */
  readonly partial?: boolean;
  /** `validate()`: runs when every field is valid; throws a FieldError for non-field errors. */
  readonly validate?: (values: Values<S>) => void;
}

/** A serializer nested in another as a field. */
export function nested<S extends Shape>(shape: S, options: SerializerOptions<S> = {}): Field<Values<S>> {
  return { required: options.required ?? true, nullable: false, read: (value) => readShape(value, shape, options) };
}

interface ManyOptions extends Presence {
  readonly empty?: boolean;
}

/** `many=True`: a list of the same field, each element with its own errors. */
export function many<T>(child: Field<T>, options: ManyOptions = {}): Field<T[]> {
  return {
    required: options.required ?? true,
    nullable: false,
    read: (value) => {
      if (!Array.isArray(value)) {
        throw new FieldError({ non_field_errors: [`Expected a list of items but got type "${typeName(value)}".`] });
      }
      if (value.length === 0 && options.empty === false) {
        throw new FieldError({ non_field_errors: ["This list may not be empty."] });
      }
      return readList(value, child);
    },
  };
}

/** Reads a request's body; a refusal is the answer 400 with every field's errors. */
export function readBody<S extends Shape>(body: Json, shape: S, options: SerializerOptions<S> = {}): Values<S> {
  if (body === null) throw invalid({ non_field_errors: ["No data provided"] });
  return refused(() => readShape(body, shape, options));
}

/** Runs checks and answers 400 with what they throw. */
export function refused<T>(run: () => T): T {
  try {
    return run();
  } catch (failure) {
    if (failure instanceof FieldError) throw invalid(failure.errors);
    throw failure;
  }
}

function readShape<S extends Shape>(body: Json, shape: S, options: SerializerOptions<S>): Values<S> {
  if (body === null) throw new FieldError("This field may not be null.");
  if (!isObject(body)) {
    throw new FieldError({ non_field_errors: [`Invalid data. Expected a dictionary, but got ${typeName(body)}.`] });
  }
  const values: Record<string, unknown> = {};
  const errors: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(shape)) {
    const sent = getOwn(body, name);
    if (sent === undefined) {
      if (each.required && !options.partial) setOwn(errors, name, ["This field is required."]);
      continue;
    }
    try {
      if (sent === null && !each.nullable) throw new FieldError("This field may not be null.");
      setOwn(values, name, each.read(sent));
    } catch (failure) {
      if (!(failure instanceof FieldError)) throw failure;
      setOwn(errors, name, failure.errors);
    }
  }
  if (Object.keys(errors).length > 0) throw new FieldError(errors);
  const result = values as Values<S>;
  runValidate(result, options);
  return result;
}

function runValidate<S extends Shape>(values: Values<S>, options: SerializerOptions<S>): void {
  try {
    options.validate?.(values);
  } catch (failure) {
    if (!(failure instanceof FieldError)) throw failure;
    throw Array.isArray(failure.errors) ? new FieldError({ non_field_errors: failure.errors }) : failure;
  }
}

function readList<T>(list: Json[], child: Field<T>): T[] {
  const out: T[] = [];
  const errors: unknown[] = [];
  for (const entry of list) {
    try {
      if (entry === null && !child.nullable) throw new FieldError("This field may not be null.");
      out.push(child.read(entry));
      errors.push({});
    } catch (failure) {
      if (!(failure instanceof FieldError)) throw failure;
      errors.push(failure.errors);
    }
  }
  if (out.length < list.length) throw new FieldError(errors);
  return out;
}
