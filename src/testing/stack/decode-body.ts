import type { Path } from "../../terraform/diagnostic";
import { isUnknown } from "../../terraform/value";
import { DriverError, failure } from "../failure";
import { ConversionError, convert } from "../values/convert";
import type { AttributeSchema, Schema } from "../values/schema";
import { record, type Value } from "../values/value";
import type { Body } from "./configuration";
import { evaluate, type Scope } from "./evaluate";
import { EvaluationError } from "./evaluation-error";

/** A block's body as a value of its schema, all faults in it reported at once. */
export function decodeBody(body: Body, schema: Schema, scope: Scope, address: string): Value {
  const faults: DriverError[] = [];
  const attempt = (name: string, decode: () => Value): Value => {
    try {
      return decode();
    } catch (cause) {
      if (cause instanceof ConversionError) faults.push(failure(cause.summary, cause.message, address, cause.path));
      else if (cause instanceof EvaluationError)
        faults.push(failure("Invalid expression", `${name}: ${cause.message}`, address, [name]));
      else if (cause instanceof DriverError) faults.push(cause);
      else throw cause;
      return null;
    }
  };
  for (const name of body.keys()) {
    if (!Object.hasOwn(schema.attributes, name)) {
      faults.push(failure("Unsupported argument", `An argument named "${name}" is not expected here.`, address, [name]));
    }
  }
  const value = record(
    Object.entries(schema.attributes).map(([name, attribute]) => {
      const expression = body.get(name);
      return [
        name,
        attempt(name, () => convertAttribute(attribute, expression ? evaluate(expression, scope) : null, [name])),
      ] as const;
    }),
  );
  if (faults.length > 0) throw new DriverError(faults.flatMap((each) => each.diagnostics));
  return value;
}

function convertAttribute(attribute: AttributeSchema, value: Value, path: Path): Value {
  if (value === null && attribute.required) {
    throw new ConversionError(
      "Missing required argument",
      path,
      `The argument "${String(path[0])}" is required, but no definition was found.`,
    );
  }
  if (value !== null && !isUnknown(value) && attribute.computed && !attribute.optional) {
    throw new ConversionError(
      "Invalid Configuration for Read-Only Attribute",
      path,
      `Cannot set a value for the read-only attribute "${String(path[0])}".`,
    );
  }
  return convert(attribute, value, path);
}
