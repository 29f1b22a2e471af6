import { failure, hasErrors } from "../../failure";
import { checkIdentity } from "../../oracle/identities";
import { checkApplied, checkFinalAction, checkFinalPlan, withoutUnknowns } from "../../oracle/oracle";
import type { ResourceConfiguration } from "../../stack/configuration";
import type { InstanceChange } from "../change";
import { readData } from "../data";
import type { Phase } from "../phase";
import { planDelete } from "../plan/plan-delete";
import { planInstance } from "../plan/plan-instance";
import { identityForm, storedForm, upgrade } from "../refresh";
import type { Expanded } from "../stack-values";
import { blankState, type InstanceState } from "../state";

/**
 * Creates or updates one instance: plans it again with the values known by now, checks that against the plan, and
 * applies it.
 */
export async function applyInstance(
  phase: Phase,
  change: InstanceChange,
  resource: ResourceConfiguration,
  instance: Expanded,
): Promise<void> {
  const { address, type } = change;
  const target = { address, type };
  const schema = await phase.resourceSchema(change.provider, type, address);
  const provider = await phase.provider(change.provider);
  // In a replacement the old object is gone or set aside by now.
  const stored = change.action === "update" ? phase.state.get(address) : undefined;
  const current = stored && (await upgrade(phase, stored));
  const plan = await planInstance(phase, resource, instance, current);
  checkFinalPlan(address, schema, change.after, plan.planned);
  checkFinalAction(address, change.action === "replace" ? "create" : change.action, plan.action);
  phase.values.set(address, plan.planned);
  if (plan.action === "no-op") return;

  const answer = await provider.apply(target, {
    prior: current?.value ?? null,
    planned: plan.planned,
    config: plan.config,
    private: plan.private,
    identity: plan.identity,
  });
  const failed = hasErrors(answer.diagnostics);
  const dependencies = [...phase.dependencies.closure(resource.id)];
  const blank = blankState(resource, instance, phase.source(change.provider), dependencies, change.createBeforeDestroy);
  const identity = answer.identity ?? null;
  const identitySchema = await phase.identitySchema(change.provider, type);
  const objects = { before: current?.value, after: answer.state };
  checkIdentity(address, identitySchema, { before: current?.identity, after: identity }, objects);
  if (answer.state !== null) {
    // An object left by a failed creation cannot be trusted: the next plan replaces it.
    const status = failed && !stored ? "tainted" : (stored?.status ?? "ready");
    const value = withoutUnknowns(answer.state);
    const form = { ...storedForm(schema, value, answer.private), ...identityForm(identitySchema, identity) };
    phase.state.set({ ...blank, status, ...form });
    phase.values.set(address, value);
  }
  phase.accept(answer.diagnostics);
  checkApplied(address, schema, plan.planned, answer.state, failed);
}

/** Destroys one object: an instance, or one that a replacement deposed. */
export async function destroyInstance(phase: Phase, change: InstanceChange, stored: InstanceState): Promise<void> {
  const { address, type } = change;
  const schema = await phase.resourceSchema(stored.provider, type, address);
  const provider = await phase.provider(stored.provider);
  const current = await upgrade(phase, stored);
  // A deposed object had no plan of its own yet.
  const planned = stored.deposed === undefined ? change.private : (await planDelete(phase, stored, current)).private;
  const answer = await provider.apply(
    { address, type },
    { prior: current.value, planned: null, config: null, private: planned, identity: current.identity },
  );
  const failed = hasErrors(answer.diagnostics);
  if (!failed) phase.state.remove(address, stored.deposed);
  else if (answer.state !== null) {
    phase.state.set({ ...stored, ...storedForm(schema, withoutUnknowns(answer.state), answer.private) });
  }
  phase.accept(answer.diagnostics);
  checkApplied(address, schema, null, answer.state, failed);
}

/** A data source that had to wait for the apply. */
export async function applyData(
  phase: Phase,
  change: InstanceChange,
  resource: ResourceConfiguration,
  instance: Expanded,
): Promise<void> {
  const schema = await phase.dataSchema(change.provider, change.type, change.address);
  const { read } = await readData(phase, resource, instance, false);
  if (read === undefined) {
    throw failure("Configuration contains unknown value", "Something it needs is unknown even now.", change.address);
  }
  checkFinalPlan(change.address, schema, change.after, read);
  phase.values.set(change.address, read);
}
