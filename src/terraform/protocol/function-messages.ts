import { FunctionSignature } from "./function-signature";
import { diagnostics, DynamicValue, value } from "./messages";
import { embedded, mapOf, message, optionalInt, repeated, string } from "./protobuf";

/** Provider functions, of Terraform 1.8 and later (protocol 6.5). */

export const GetFunctionsResponse = message({ functions: mapOf(1, () => FunctionSignature), diagnostics: diagnostics(2) });

export const CallFunctionRequest = message({ name: string(1), arguments: repeated(2, () => DynamicValue) });
/** An error without a `functionArgument`, which counts from 0, is about the call as a whole. */
const FunctionError = message({ text: string(1), functionArgument: optionalInt(2) });
export const CallFunctionResponse = message({ result: value(1), error: embedded(2, () => FunctionError) });
