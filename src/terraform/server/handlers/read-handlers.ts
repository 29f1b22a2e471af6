import { error } from "../../diagnostic";
import { unknownFaults } from "../../planning/apply-rules";
import { resolvedConfig } from "../../planning/draft";
import { filledPaths, withoutKept } from "../../planning/kept";
import type { ProviderHandlers } from "../../protocol/provider-service";
import type { Attributes, State } from "../../schema";
import { isWhollyKnown } from "../../value";
import type { Values } from "../../values/decode";
import { decodeConfig, decodeObject, encodeObject } from "../../values/dynamic-value";
import { identityOf } from "../identities";
import { StoredPrivateData } from "../private-data";
import type { Runtime } from "../runtime";
import { wireDiagnostics } from "../wire-diagnostic";
import { completed } from "./completed";

/** ReadResource and ReadDataSource. */
export function readHandlers<C>(runtime: Runtime<C>): Pick<ProviderHandlers, "readResource" | "readDataSource"> {
  return {
    async readResource({ typeName, currentState, private: bytes, currentIdentity }) {
      const operation = runtime.operation(`read ${typeName}`);
      let attributes: Attributes = {};
      // Core treats an absent state as "deleted" and absent private data as "none": both go back as they came.
      const unchanged = { newState: currentState, private: bytes, newIdentity: currentIdentity };
      const answer = await operation.run(
        async () => {
          const resource = runtime.resource(typeName);
          attributes = resource.attributes;
          const state = decodeObject(attributes, currentState, operation.diagnostics);
          operation.stopIfFailed();
          if (state === null) return unchanged;
          if (runtime.configuration.kind === "deferred") {
            operation.warn(
              `Did not refresh ${typeName}`,
              "The provider's configuration is not known before apply, so the state stays as it was last read.",
            );
            return unchanged;
          }
          const data = StoredPrivateData.read(bytes);
          const context = runtime.context(operation, data);
          const managed = <S>(values: S): S => {
            const kept = data.imported ? filledPaths(attributes, values as Values) : data.kept;
            return withoutKept(attributes, values as Values, undefined, kept) as S;
          };
          const stated = new Set<string>();
          const found = await resource.read(state as State<Attributes>, {
            ...context,
            imported: data.imported,
            managed,
            mustBeStated: (name) => stated.add(name),
          });
          if (found === null) return { ...unchanged, newState: encodeObject(attributes, null), private: Buffer.alloc(0) };
          const newState = completed(attributes, found as Values, state);
          operation.blame(unknownFaults(attributes, newState));
          operation.stopIfFailed();
          const kept = data.imported ? filledPaths(attributes, newState) : data.kept;
          data.kept = new Set([...kept].filter((path) => !stated.has(path)));
          data.imported = false;
          // Core would store an absent identity in place of the one it has.
          const newIdentity = identityOf(resource, newState) ?? currentIdentity;
          return { newState: encodeObject(attributes, newState), private: data.write(), newIdentity };
        },
        () => unchanged,
      );
      return { ...answer, diagnostics: wireDiagnostics(attributes, operation.diagnostics) };
    },

    async readDataSource({ typeName, config: sent }) {
      const operation = runtime.operation(`read data ${typeName}`);
      let attributes: Attributes = {};
      const state = await operation.run(
        async () => {
          const source = runtime.dataSource(typeName);
          attributes = source.attributes;
          const config = decodeConfig(attributes, sent, operation.diagnostics) ?? {};
          if (!isWhollyKnown(config)) {
            operation.diagnostics.push(
              error(`Could not read data ${typeName}`, "Its configuration is not fully known yet."),
            );
          }
          operation.stopIfFailed();
          const asked = resolvedConfig(attributes, config);
          const context = runtime.context(operation, StoredPrivateData.empty());
          const found = completed(attributes, (await source.read(asked as State<Attributes>, context)) as Values, asked);
          operation.blame(unknownFaults(attributes, found));
          operation.stopIfFailed();
          return encodeObject(attributes, found);
        },
        () => encodeObject(attributes, null),
      );
      return { state, diagnostics: wireDiagnostics(attributes, operation.diagnostics) };
    },
  };
}
