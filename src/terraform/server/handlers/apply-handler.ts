import { applyFaults } from "../../planning/apply-rules";
import { stillKept, withKept, withoutKept } from "../../planning/kept";
import type { ProviderHandlers, ProviderService } from "../../protocol/provider-service";
import type { ResponseInput } from "../../protocol/rpc";
import { UpdateError } from "../../resource";
import type { Attributes, Planned, State } from "../../schema";
import { isWhollyKnown } from "../../value";
import type { Values } from "../../values/decode";
import { decodeObject, encodeObject } from "../../values/dynamic-value";
import { identityOf } from "../identities";
import type { Operation } from "../operation";
import { StoredPrivateData } from "../private-data";
import type { AnyResource, Runtime } from "../runtime";
import { wireDiagnostics } from "../wire-diagnostic";
import { completed } from "./completed";

type ApplyAnswer = Pick<ResponseInput<typeof ProviderService.applyResourceChange>, "newState" | "private" | "newIdentity">;

/** One decoded apply request. */
interface Work<C> {
  readonly resource: AnyResource<C>;
  readonly operation: Operation;
  readonly data: StoredPrivateData;
}

/** ApplyResourceChange. Its answer after an error decides which state Terraform stores. */
export function applyHandler<C>(runtime: Runtime<C>): Pick<ProviderHandlers, "applyResourceChange"> {
  async function create({ resource, operation, data }: Work<C>, planned: Values): Promise<Values> {
    const made = await resource.create(planned as Planned<Attributes>, runtime.context(operation, data));
    const state = completed(resource.attributes, made as Values, planned);
    operation.blame(applyFaults(resource.attributes, planned, state));
    operation.stopIfFailed();
    return state;
  }

  /** After any error an update has a state: the platform's if the handler knows it, otherwise the one before. */
  async function update(work: Work<C>, prior: Values, planned: Values, config: Values): Promise<Values> {
    const { resource, operation, data } = work;
    const { attributes } = resource;
    const managed = (values: Values) => withoutKept(attributes, values, config, data.kept);
    return operation.run(
      async () => {
        const change = { prior: managed(prior), planned: managed(planned) };
        const made = await resource.update(
          change as { prior: State<Attributes>; planned: Planned<Attributes> },
          runtime.context(operation, data),
        );
        const answer = completed(attributes, made as Values, change.planned);
        const state = withKept(attributes, answer, planned, config, data.kept);
        operation.blame(applyFaults(attributes, planned, state));
        data.kept = stillKept(attributes, state, config, data.kept);
        return state;
      },
      (failure) => {
        if (!(failure instanceof UpdateError)) return prior;
        const found = completed(attributes, knownOf(failure.state), managed(prior));
        return withKept(attributes, found, prior, config, data.kept);
      },
    );
  }

  return {
    async applyResourceChange(request) {
      const operation = runtime.operation(`apply ${request.typeName}`);
      let attributes: Attributes = {};
      // A failed creation returns no state: core would mark the object as tainted, and the next apply would destroy it.
      let unchanged: ApplyAnswer = { newState: request.priorState, private: request.plannedPrivate };
      const answer = await operation.run<ApplyAnswer>(
        async () => {
          const resource = runtime.resource(request.typeName);
          attributes = resource.attributes;
          runtime.noteApply();
          const prior = decodeObject(attributes, request.priorState, operation.diagnostics);
          const planned = decodeObject(attributes, request.plannedState, operation.diagnostics);
          operation.stopIfFailed();
          unchanged = { ...unchanged, newIdentity: identityOf(resource, prior) };
          const work = { resource, operation, data: StoredPrivateData.read(request.plannedPrivate) };
          const kind = planned === null ? "delete" : prior === null ? "create" : "update";
          operation.what = `${kind} ${request.typeName}`;
          if (planned === null) {
            const managed = prior && withoutKept(attributes, prior, undefined, work.data.kept);
            if (managed !== null) await resource.delete(managed as State<Attributes>, runtime.context(operation, work.data));
            operation.stopIfFailed();
            return { newState: encodeObject(attributes, null), private: Buffer.alloc(0) };
          }
          const config = decodeObject(attributes, request.config, operation.diagnostics) ?? {};
          operation.stopIfFailed();
          if (prior === null) work.data.kept = new Set();
          const state = prior === null ? await create(work, planned) : await update(work, prior, planned, config);
          const newIdentity = identityOf(resource, state) ?? identityOf(resource, prior);
          return { newState: encodeObject(attributes, state), private: work.data.write(), newIdentity };
        },
        () => unchanged,
      );
      return { ...answer, diagnostics: wireDiagnostics(attributes, operation.diagnostics) };
    },
  };
}

/** Unknowns in an incomplete state would be stored as nulls. */
function knownOf(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isWhollyKnown(value)));
}
