import { draftPlan } from "../../planning/draft";
import { withKept, withoutKept } from "../../planning/kept";
import { planFaults } from "../../planning/plan-rules";
import { replacedPaths } from "../../planning/replacement";
import type { ProviderHandlers } from "../../protocol/provider-service";
import type { PlanInput } from "../../resource";
import type { Attributes, Planned, State } from "../../schema";
import type { Values } from "../../values/decode";
import { decodeConfig, decodeObject, encodeObject, isNullObject } from "../../values/dynamic-value";
import { isOfApply } from "../apply-walk";
import { identityOf, identityOfPlan } from "../identities";
import { StoredPrivateData } from "../private-data";
import type { Runtime } from "../runtime";
import { wireDiagnostics, wirePath } from "../wire-diagnostic";

/** PlanResourceChange: for a creation, an update, a replacement (two calls) or, without a proposal, a destroy. */
export function planHandler<C>(runtime: Runtime<C>): Pick<ProviderHandlers, "planResourceChange"> {
  return {
    async planResourceChange(request) {
      const operation = runtime.operation(`plan ${request.typeName}`);
      let attributes: Attributes = {};
      const answer = await operation.run(
        // Plans send no requests, except for warnings about a creation or a destroy.
        async () => {
          const resource = runtime.resource(request.typeName);
          attributes = resource.attributes;
          const prior = decodeObject(attributes, request.priorState, operation.diagnostics);
          const config = decodeConfig(attributes, request.config, operation.diagnostics);
          operation.stopIfFailed();
          if (isOfApply(request, runtime.terraformVersion, config)) runtime.noteApply();
          const data = StoredPrivateData.read(request.priorPrivate);
          const context = runtime.planContext(operation, data);
          // The draft is the kit's own, so that of the proposal only this matters.
          if (isNullObject(request.proposedNewState) || config === null) {
            const managed = prior && withoutKept(attributes, prior, undefined, data.kept);
            if (managed !== null) {
              await resource.planDestroy?.(managed as State<Attributes>, context, prior as State<Attributes>);
            }
            operation.stopIfFailed();
            const plannedIdentity = identityOf(resource, prior) ?? request.priorIdentity;
            return { plannedState: encodeObject(attributes, null), plannedPrivate: data.write(), plannedIdentity };
          }
          const managed = prior && withoutKept(attributes, prior, config, data.kept);
          const draft = draftPlan(attributes, config, managed);
          const isImported = (name: string) => data.kept.has(name);
          const input = { config, prior: managed, planned: draft, isImported } as PlanInput<Attributes>;
          const made = { ...draft, ...(resource.plan?.(input, context) as Values | undefined) };
          operation.blame(planFaults(attributes, config, managed, made));
          operation.stopIfFailed();
          if (context.client) await resource.look?.({ ...input, planned: made as Planned<Attributes> }, context);
          const planned = prior ? withKept(attributes, made, prior, config, data.kept) : made;
          if (prior === null && context.client) await resource.previewCreate?.(planned as Planned<Attributes>, context);
          const replaced = prior === null ? [] : replacedPaths(attributes, prior, planned);
          const forced = replaced.filter((path) => !resource.changesInPlace?.(path, prior as State<Attributes>, context));
          if (forced.length > 0 && prior !== null)
            await resource.planReplacement?.(prior as State<Attributes>, planned as Planned<Attributes>, context);
          return {
            plannedState: encodeObject(attributes, planned),
            plannedPrivate: data.write(),
            requiresReplace: forced.flatMap((path) => wirePath(attributes, path) ?? []),
            plannedIdentity: identityOfPlan(resource, prior, planned, request.priorIdentity),
          };
        },
        () => ({
          plannedState: encodeObject(attributes, null),
          plannedPrivate: request.priorPrivate,
          plannedIdentity: request.priorIdentity,
        }),
      );
      return { ...answer, diagnostics: wireDiagnostics(attributes, operation.diagnostics) };
    },
  };
}
