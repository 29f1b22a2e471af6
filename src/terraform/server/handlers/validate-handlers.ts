import type { Diagnostic } from "../../diagnostic";
import type { DynamicValueMessage } from "../../protocol/messages";
import type { ProviderHandlers } from "../../protocol/provider-service";
import type { Attributes, Config } from "../../schema";
import { checkAttributes } from "../../validation";
import { decodeConfig } from "../../values/dynamic-value";
import type { Runtime } from "../runtime";
import { wireDiagnostics } from "../wire-diagnostic";

type Names =
  "validateProviderConfig" | "validateResourceConfig" | "validateDataResourceConfig" | "validateListResourceConfig";

interface Checked {
  readonly attributes: Attributes;
  validate?(config: Config<Attributes>): Diagnostic[];
}

/** Validation runs in a process that is never configured, and again, with more known values, before each plan. */
export function validateHandlers<C>(runtime: Runtime<C>): Pick<ProviderHandlers, Names> {
  async function validate(name: string, find: () => Checked, config: DynamicValueMessage | undefined) {
    const operation = runtime.operation(`validate ${name}`);
    let attributes: Attributes = {};
    await operation.run(
      () => {
        const checked = find();
        attributes = checked.attributes;
        const values = decodeConfig(attributes, config, operation.diagnostics);
        if (values !== null) {
          operation.diagnostics.push(...checkAttributes(attributes, values));
          operation.diagnostics.push(...(checked.validate?.(values as Config<Attributes>) ?? []));
        }
        return Promise.resolve();
      },
      () => undefined,
    );
    return { diagnostics: wireDiagnostics(attributes, operation.diagnostics) };
  }

  return {
    validateProviderConfig: ({ config }) =>
      validate(`the provider ${runtime.provider.name}`, () => runtime.provider, config),
    validateResourceConfig: ({ typeName, config }) => validate(typeName, () => runtime.resource(typeName), config),
    validateDataResourceConfig: ({ typeName, config }) =>
      validate(`data ${typeName}`, () => runtime.dataSource(typeName), config),
    validateListResourceConfig: ({ typeName, config }) =>
      validate(`list ${typeName}`, () => runtime.listResource(typeName), config),
  };
}
