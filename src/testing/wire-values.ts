import type { Path } from "../terraform/diagnostic";
import { type DiagnosticMessage, type DynamicValueMessage, SEVERITY } from "../terraform/protocol/messages";
import type { OutputOf } from "../terraform/protocol/protobuf";
import { type DriverDiagnostic, OracleError } from "./failure";
import { ConformanceError } from "./values/conform";
import { decodeValue, encodeValue } from "./values/msgpack";
import { pathExists, type Schema } from "./values/schema";
import type { Value } from "./values/value";

export type DiagnosticOut = OutputOf<typeof DiagnosticMessage>;
type PathOut = Exclude<DiagnosticOut["attribute"], undefined>;

/** A resource's schema, or an identity's. */
type Typed = Pick<Schema, "type">;

export function encode(schema: Typed, value: Value): { msgpack: Uint8Array } {
  return { msgpack: encodeValue(schema.type, value) };
}

export function decode(rule: string, address: string, schema: Typed, value: DynamicValueMessage | undefined): Value {
  try {
    return value ? decodeValue(schema.type, value.msgpack) : null;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new OracleError(
      rule,
      address,
      cause instanceof ConformanceError ? cause.path : [],
      `not of the schema's type: ${problem}`,
    );
  }
}

export function readDiagnostic(message: DiagnosticOut, address: string, schema: Schema | undefined): DriverDiagnostic {
  const path = message.attribute && readPath(message.attribute);
  const severity =
    message.severity === SEVERITY.error ? "error" : message.severity === SEVERITY.warning ? "warning" : undefined;
  if (!severity) throw new OracleError("X1", address, [], `a diagnostic without severity: ${message.summary}`);
  if (message.summary === "")
    throw new OracleError("X1", address, path ?? [], `a diagnostic without summary: ${message.detail}`);
  if (path && schema && !pathExists(schema.type, path)) {
    throw new OracleError(
      "X2",
      address,
      path,
      `the diagnostic "${message.summary}" points at what the schema does not have`,
    );
  }
  return { severity, summary: message.summary, detail: message.detail, address, ...(path && path.length > 0 && { path }) };
}

export function readPath(message: PathOut): Path {
  return message.steps.map((step) => step.attributeName ?? step.elementKeyString ?? step.elementKeyInt ?? "");
}
