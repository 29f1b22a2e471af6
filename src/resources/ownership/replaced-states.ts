import type { PlanContext } from "../../terraform/resource";
import { ownerOf } from "../run/claims";
import type { Client } from "../run/client";

/**
 * Core plans a replacement in two calls: one with the prior state, and then one without, like a creation, with the private
 * data of the first. Only the second shows that it is a replacement that the user requested (`-replace`,
 * `replace_triggered_by`); core shows errors of its answer but no warnings.
 */
export class ReplacedStates<S extends object> {
  private readonly planned = new WeakMap<Client, Map<string, S>>();

  /** For a plan with a prior state. */
  note(prior: S | null, { client, private: data }: PlanContext<Client>): void {
    if (!client || !prior) return;
    const states = this.planned.get(client) ?? new Map<string, S>();
    this.planned.set(client, states.set(ownerOf(data), prior));
  }

  /** For a plan without one: the state that is to be replaced, if any. */
  of({ client, private: data }: PlanContext<Client>): S | undefined {
    return client && this.planned.get(client)?.get(ownerOf(data));
  }

  /** For `previewCreate`: refuses what must not be replaced. */
  preview(context: PlanContext<Client>, refuse: (prior: S) => void): Promise<void> {
    const prior = this.of(context);
    if (prior) refuse(prior);
    return Promise.resolve();
  }
}
