import { isWhollyKnown } from "../../terraform/value";
import { checkData } from "../oracle/oracle";
import type { ResourceConfiguration } from "../stack/configuration";
import { decodeBody } from "../stack/decode-body";
import type { Value } from "../values/value";
import type { Phase } from "./phase";
import { plannedData } from "./plan/proposed";
import { storedForm } from "./refresh";
import type { Expanded } from "./stack-values";
import { blankState } from "./state";

/** A data source's result; undefined where it must wait, because of unknowns or by `mustWait`. */
export async function readData(phase: Phase, resource: ResourceConfiguration, instance: Expanded, mustWait: boolean) {
  const { address } = instance;
  const target = { address, type: resource.type };
  const schema = await phase.dataSchema(resource.provider, resource.type, address);
  const provider = await phase.provider(resource.provider);
  const config = decodeBody(resource.body, schema, phase.values.scope(instance.repetition), address);
  if (mustWait || !isWhollyKnown(config)) return { planned: plannedData(schema.attributes, config), read: undefined };
  phase.accept(await provider.validateData(target, config));
  const answer = await provider.readData(target, config);
  phase.accept(answer.diagnostics);
  checkData(address, schema, config, answer.state);
  const dependencies = [...phase.dependencies.closure(resource.id)];
  const blank = blankState(resource, instance, phase.source(resource.provider), dependencies);
  phase.state.set({ ...blank, ...storedForm(schema, answer.state, new Uint8Array()) });
  return { planned: answer.state, read: answer.state as Value };
}
