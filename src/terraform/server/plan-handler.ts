import type { ProviderHandlers } from "../protocol/provider-service";
import { draftPlan } from "../planning/draft";
import { planFaults } from "../planning/plan-rules";
import { replacedPaths } from "../planning/replacement";
import type { PlanInput } from "../resource";
import type { Attributes, Planned, State } from "../schema";
import type { Values } from "../values/decode";
import { decodeConfig, decodeObject, encodeObject } from "../values/dynamic-value";
import { wireDiagnostics, wirePath } from "../wire-diagnostic";
import { StoredPrivateData } from "./private-data";
import type { Runtime } from "./runtime";

/** PlanResourceChange: of a creation, an update, a replacement (two calls) or, having no proposal, a destroy. */
export function planHandler<C>(runtime: Runtime<C>): Pick<ProviderHandlers, "planResourceChange"> {
  return {
    async planResourceChange(request) {
      const operation = runtime.operation(`plan ${request.typeName}`);
      let attributes: Attributes = {};
      const answer = await operation.run(
        // Plans make no requests, but for what a creation or a destroy may want to warn of.
        async () => {
          const resource = runtime.resource(request.typeName);
          attributes = resource.attributes;
          const prior = decodeObject(attributes, request.priorState, operation.diagnostics);
          const proposed = decodeObject(attributes, request.proposedNewState, operation.diagnostics);
          const config = decodeConfig(attributes, request.config, operation.diagnostics);
          operation.stopIfFailed();
          const data = StoredPrivateData.read(request.priorPrivate);
          const context = runtime.planContext(operation, data);
          if (proposed === null || config === null) {
            if (prior !== null) await resource.planDestroy?.(prior as State<Attributes>, context);
            operation.stopIfFailed();
            return { plannedState: encodeObject(attributes, null), plannedPrivate: data.write() };
          }
          const draft = draftPlan(attributes, config, prior);
          const input = { config, prior, planned: draft } as PlanInput<Attributes>;
          const planned = { ...draft, ...(resource.plan?.(input, context) as Values | undefined) };
          operation.blame(planFaults(attributes, config, prior, planned));
          operation.stopIfFailed();
          if (prior === null && context.client) await resource.foretell?.(planned as Planned<Attributes>, context);
          const replaced = prior === null ? [] : replacedPaths(attributes, prior, planned);
          return {
            plannedState: encodeObject(attributes, planned),
            plannedPrivate: data.write(),
            requiresReplace: replaced.flatMap((path) => wirePath(attributes, path) ?? []),
          };
        },
        () => ({ plannedState: encodeObject(attributes, null), plannedPrivate: request.priorPrivate }),
      );
      return { ...answer, diagnostics: wireDiagnostics(attributes, operation.diagnostics) };
    },
  };
}
