import { DriverError, OracleError } from "../../src/testing/failure";
import type { Bodies, PlatformWorkbench } from "../support/platform-workbench";

/** What became of a case. Whatever is neither applied for good nor refused beforehand is a finding. */
export type Outcome =
  | { readonly kind: "applied" }
  | { readonly kind: "refused"; readonly words: string }
  | { readonly kind: "finding"; readonly what: string };

export interface Case {
  readonly stack: Bodies;
  /** What is applied before: an update is another way than a creation. */
  readonly before?: Bodies;
  /** What is applied before the end, where the case itself forbids one. */
  readonly last?: Bodies;
}

/** Applies it and looks whether the plan is empty; then everything must go. */
export async function outcomeOf(workbench: PlatformWorkbench, { stack, before, last }: Case): Promise<Outcome> {
  workbench.driver = workbench.newDriver();
  if (before) {
    const made = await failureOf(() => workbench.apply(before));
    if (made) return finding("the base does not apply", made);
  }
  const outcome = await tried(workbench, stack);
  const ended = outcome.kind === "applied" ? stack : before;
  if (outcome.kind === "finding" || !ended) return outcome;
  if (last) {
    const failed = await failureOf(() => workbench.apply(last));
    if (failed) return finding("what can be destroyed again does not apply", failed);
  }
  const left = await failureOf(() => workbench.destroy(last ?? ended));
  if (left) return finding("does not go", left);
  return workbench.driver.state.instances.length === 0
    ? outcome
    : { kind: "finding", what: "something is left after the destroy" };
}

async function tried(workbench: PlatformWorkbench, stack: Bodies): Promise<Outcome> {
  const planned = await resultOf(() => workbench.plan(stack));
  if ("failure" in planned) {
    const words = wordsOf(planned.failure);
    const isRefusal = planned.failure instanceof DriverError && !UNEXPECTED.test(words);
    return isRefusal ? { kind: "refused", words } : finding("the plan fails", planned.failure);
  }
  const applied = await failureOf(() => workbench.driver.apply(planned.result));
  if (applied) return finding("refused at apply only", applied);
  const again = await resultOf(() => workbench.plan(stack));
  if ("failure" in again) return finding("the second plan fails", again.failure);
  if (again.result.empty) return { kind: "applied" };
  const changes = again.result.changes.filter(({ action }) => action !== "no-op");
  const told = changes.map(({ address, action, before, after }) => `${action} ${address}: ${difference(before, after)}`);
  return { kind: "finding", what: `the second plan is not empty: ${told.join("; ")}` };
}

/** An error that says it is ours is no refusal. */
const UNEXPECTED = /did not expect|report this|Please report|TypeError|undefined/;

function finding(what: string, failure: unknown): Outcome {
  return { kind: "finding", what: `${what}: ${wordsOf(failure)}` };
}

function wordsOf(failure: unknown): string {
  if (failure instanceof DriverError || failure instanceof OracleError) return failure.message;
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
}

async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  const result = await resultOf(work);
  return "failure" in result ? result.failure : undefined;
}

async function resultOf<T>(work: () => Promise<T>): Promise<{ readonly result: T } | { readonly failure: unknown }> {
  try {
    return { result: await work() };
  } catch (failure) {
    return { failure };
  }
}

function difference(before: object | null, after: object | null): string {
  const [one, other] = [Object.entries(before ?? {}), Object.entries(after ?? {})].map(
    (entries) => new Map(entries.map(([name, value]) => [name, JSON.stringify(value)])),
  );
  const names = new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])]);
  const told = [...names].filter((name) => one?.get(name) !== other?.get(name));
  return told.map((name) => `${name} ${short(one?.get(name))} → ${short(other?.get(name))}`).join(", ");
}

function short(text = "–"): string {
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
