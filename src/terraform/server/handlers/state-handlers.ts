import { DiagnosticError, error } from "../../diagnostic";
import type { ProviderHandlers } from "../../protocol/provider-service";
import type { Attributes } from "../../schema";
import type { Values } from "../../values/decode";
import { decodeStoredObject, encodeObject } from "../../values/dynamic-value";
import { readJson } from "../../values/json-reader";
import type { Raw } from "../../values/raw";
import { identityOf, importIdOf, upgradeIdentity } from "../identities";
import { StoredPrivateData } from "../private-data";
import type { Runtime } from "../runtime";
import { upgradeRaw } from "../upgrade-raw";
import { wireDiagnostics } from "../wire-diagnostic";
import { completed } from "./completed";

type Names = "upgradeResourceState" | "upgradeResourceIdentity" | "importResourceState" | "moveResourceState";

/** States that do not come from an apply: from a state file, an import, or another type. */
export function stateHandlers<C>(runtime: Runtime<C>): Pick<ProviderHandlers, Names> {
  return {
    async upgradeResourceState({ typeName, version, rawState }) {
      const operation = runtime.operation(`upgrade the state of ${typeName}`);
      let attributes: Attributes = {};
      const upgradedState = await operation.run(
        () => {
          const resource = runtime.resource(typeName);
          attributes = resource.attributes;
          const raw = upgradeRaw(resource, version, storedRecord(rawState?.json), {
            title: "State written by a newer provider",
            what: `The state of ${resource.type} has schema`,
          });
          const state = decodeStoredObject(attributes, raw as Raw, operation.diagnostics);
          operation.stopIfFailed();
          return Promise.resolve(encodeObject(attributes, state));
        },
        () => encodeObject(attributes, null),
      );
      return { upgradedState, diagnostics: wireDiagnostics(attributes, operation.diagnostics) };
    },

    async upgradeResourceIdentity({ typeName, version, rawIdentity }) {
      const operation = runtime.operation(`upgrade the identity of ${typeName}`);
      const upgradedIdentity = await operation.run(
        () => Promise.resolve(upgradeIdentity(runtime.resource(typeName), version, storedRecord(rawIdentity?.json))),
        () => undefined,
      );
      return { upgradedIdentity, diagnostics: wireDiagnostics({}, operation.diagnostics) };
    },

    async importResourceState({ typeName, id: stated, identity }) {
      const operation = runtime.operation(`import ${typeName} ${JSON.stringify(stated)}`);
      let attributes: Attributes = {};
      const importedResources = await operation.run(
        async () => {
          const resource = runtime.resource(typeName);
          attributes = resource.attributes;
          const data = StoredPrivateData.empty();
          const id = identity ? importIdOf(resource, identity, operation.diagnostics) : stated;
          const known = await resource.importState(id, runtime.context(operation, data));
          operation.stopIfFailed();
          data.imported = true;
          const values = completed(attributes, known as Values, null);
          const state = encodeObject(attributes, values);
          return [{ typeName, state, private: data.write(), identity: identityOf(resource, values) ?? identity }];
        },
        () => [],
      );
      return { importedResources, diagnostics: wireDiagnostics(attributes, operation.diagnostics) };
    },

    async moveResourceState(request) {
      const { sourceTypeName: from, targetTypeName: to } = request;
      const operation = runtime.operation(`move ${from} to ${to}`);
      let attributes: Attributes = {};
      const answer = await operation.run(
        () => {
          const resource = runtime.resource(to);
          attributes = resource.attributes;
          const data = StoredPrivateData.empty();
          const known = resource.moveState?.(
            {
              providerAddress: request.sourceProviderAddress,
              type: from,
              version: request.sourceSchemaVersion,
              state: storedRecord(request.sourceState?.json),
            },
            data,
          );
          if (known === undefined) {
            throw new DiagnosticError(
              error(
                `Cannot move ${from} to ${to}`,
                `${to} cannot read the states of ${from} (${request.sourceProviderAddress}). ` +
                  `Use a removed block for the old resource and an import block for the new one.`,
              ),
            );
          }
          data.imported = true;
          const values = completed(attributes, known as Values, null);
          const targetState = encodeObject(attributes, values);
          const targetIdentity = identityOf(resource, values);
          return Promise.resolve({ targetState, targetPrivate: data.write(), targetIdentity });
        },
        () => ({
          targetState: encodeObject(attributes, null),
          targetPrivate: Buffer.alloc(0),
          targetIdentity: undefined,
        }),
      );
      return { ...answer, diagnostics: wireDiagnostics(attributes, operation.diagnostics) };
    },
  };
}

function storedRecord(json: Buffer | undefined): Record<string, unknown> {
  if (json === undefined || json.length === 0) {
    throw new DiagnosticError(
      error("Unreadable state", "The stored state is not JSON: it was written by Terraform before 0.12."),
    );
  }
  const raw = readJson(json);
  if (raw === null || typeof raw !== "object" || Array.isArray(raw)) {
    throw new DiagnosticError(error("Unreadable state", "The stored state is not a JSON object."));
  }
  return raw as Record<string, unknown>;
}
