import type { Diagnostic } from "../../diagnostic";
import type { ANY } from "../../function";
import { ArgumentError, type FunctionDefinition, type Parameter } from "../../function";
import type { DynamicValueMessage } from "../../protocol/messages";
import { STRING_KIND } from "../../protocol/messages";
import type { ProviderHandlers } from "../../protocol/provider-service";
import type { Type } from "../../schema";
import { isWhollyKnown } from "../../value";
import { decodeAny, decodeArgument } from "../../values/dynamic-value";
import { encodeValue } from "../../values/encode";
import type { Runtime } from "../runtime";
import { typeSignature } from "../wire-schema";

/** Terraform finds functions in the schema; OpenTofu also asks the configured provider for them. */
export function functionHandlers<C>(runtime: Runtime<C>): Pick<ProviderHandlers, "getFunctions" | "callFunction"> {
  return {
    getFunctions: () => Promise.resolve({ functions: functionSignatures(runtime.provider.functions) }),

    async callFunction({ name, arguments: sent }) {
      const called = runtime.provider.functions?.find((each) => each.name === name);
      if (!called) return refusal(`The provider "${runtime.provider.name}" has no function "${name}".`);
      try {
        const args = sent.map((message, index) => decode(message, index, called));
        const result = await called.call(args);
        return { result: { msgpack: encodeValue(called.returns, result) } };
      } catch (failure) {
        if (failure instanceof ArgumentError) return refusal(failure.message, failure.index);
        const message = failure instanceof Error ? failure.message : String(failure);
        runtime.log.error(`could not call the function ${name}`, {
          stack: failure instanceof Error ? failure.stack : message,
        });
        return refusal(`${message}\n\nThe provider did not expect this. Please report this to the provider's developers.`);
      }
    },
  };
}

export function functionSignatures(functions: readonly FunctionDefinition[] = []) {
  return Object.fromEntries(
    functions.map(({ name, summary, description, parameters, variadic, returns }) => [
      name,
      {
        parameters: parameters.map(wireParameter),
        ...(variadic && { variadicParameter: wireParameter(variadic) }),
        return: { type: typeBytes(returns) },
        summary,
        description,
        descriptionKind: STRING_KIND.markdown,
      },
    ]),
  );
}

function wireParameter({ name, type, description, nullable, takesUnknown }: Parameter) {
  return {
    name,
    type: typeBytes(type),
    description,
    descriptionKind: STRING_KIND.markdown,
    allowNullValue: nullable === true,
    allowUnknownValues: takesUnknown === true,
  };
}

function typeBytes(type: Type | typeof ANY): Buffer {
  return Buffer.from(JSON.stringify(type.kind === "any" ? "dynamic" : typeSignature(type)));
}

/** Terraform has checked the number of arguments, nulls and unknown values already. */
function decode(message: DynamicValueMessage, index: number, { parameters, variadic }: FunctionDefinition): unknown {
  const parameter = parameters[index] ?? variadic;
  if (!parameter) throw new ArgumentError(index, "There are too many arguments.");
  if (parameter.type.kind === "any") return decodeAny(message);
  const diagnostics: Diagnostic[] = [];
  const value = decodeArgument(parameter.type, message, diagnostics);
  const [wrong] = diagnostics;
  if (wrong) throw new ArgumentError(index, `${wrong.summary}: ${wrong.detail}`);
  if (value === null && !parameter.nullable) throw new ArgumentError(index, "The argument is null. Give it a value.");
  if (!parameter.takesUnknown && !isWhollyKnown(value)) throw new ArgumentError(index, "The argument is not known yet.");
  return value;
}

/** Core puts a full stop behind it. */
function refusal(text: string, functionArgument?: number) {
  return { error: { text: text.replace(/\.$/, ""), ...(functionArgument !== undefined && { functionArgument }) } };
}
