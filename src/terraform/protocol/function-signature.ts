import { bool, bytes, embedded, int, message, repeated, string } from "./protobuf";

/** How a function is called: a type is a type signature in JSON. */
const FunctionParameter = message({
  name: string(1),
  type: bytes(2),
  allowNullValue: bool(3),
  allowUnknownValues: bool(4),
  description: string(5),
  descriptionKind: int(6),
});
const FunctionReturn = message({ type: bytes(1) });
export const FunctionSignature = message({
  parameters: repeated(1, () => FunctionParameter),
  variadicParameter: embedded(2, () => FunctionParameter),
  return: embedded(3, () => FunctionReturn),
  summary: string(4),
  description: string(5),
  descriptionKind: int(6),
  deprecationMessage: string(7),
});
